internal import Experiments
internal import Foundation
internal import Net

/// What a person and a program read of a checkpoint.
enum CheckpointText {
  /// Its format and size in one line.
  static func heading(_ report: CheckpointReport) -> String {
    let checkpoint = report.checkpoint
    let bytes = report.variables.reduce(0) { $0 + $1.variable.byteCount }
    return checkpoint.path + (checkpoint.member.map { " (\($0))" } ?? "")
      + ": \(checkpoint.format.plainName), \(report.variables.count) variables, \(size(bytes))"
  }

  /// A row for each variable.
  static func listing(_ report: CheckpointReport, _ format: OutputFormat) -> Listing {
    var listing = Listing("variable", "type", "shape", "bytes", "mean", "deviation", "nan", "infinite")
    for row in report.variables {
      let (variable, statistics) = (row.variable, row.statistics)
      listing.append(
        .text(variable.shape.name), .text(variable.typeName),
        .text("[" + variable.shape.shape.map(String.init).joined(separator: ", ") + "]"),
        .integer(variable.byteCount), number(statistics?.mean, format), number(statistics?.deviation, format),
        statistics.map { .integer($0.nanCount) } ?? .missing,
        statistics.map { .integer($0.infiniteCount) } ?? .missing)
    }
    return listing
  }

  /// Whether and how a run can start from it.
  static func verdict(_ report: CheckpointReport) -> String {
    guard let network = report.network else {
      return "jx can't start from it: " + report.problems.joined(separator: "; ")
    }
    let width = network.layers[0].weights.shape[3]
    var text = "jx can start from it: VGGish" + (width == 64 ? "" : " of width \(width)")
    if report.hasHead, let logits = network.layers.last?.weights.shape {
      text += ", a head of \(logits[0]) hidden units and \(logits[1]) classes"
    } else {
      text += ", no head"
    }
    return text
      + (report.hasOptimizerState ? ", Adam's state of all layers" : ", no complete optimizer state")
  }

  /// All of it for a program.
  static func object(_ report: CheckpointReport) -> JSONObject {
    let checkpoint = report.checkpoint
    return JSONObject([
      ("path", checkpoint.path), ("format", checkpoint.format.rawValue), ("files", checkpoint.files),
      ("member", checkpoint.member), ("variables", report.variables.map(object)),
      ("can_start", report.problems.isEmpty), ("problems", report.problems), ("has_head", report.hasHead),
      ("has_optimizer_state", report.hasOptimizerState),
    ])
  }

  private static func object(_ row: CheckpointReport.Variable) -> JSONObject {
    JSONObject([
      ("name", row.variable.shape.name), ("type", row.variable.typeName), ("shape", row.variable.shape.shape),
      ("bytes", row.variable.byteCount), ("mean", row.statistics?.mean),
      ("deviation", row.statistics?.deviation), ("nan_count", row.statistics?.nanCount),
      ("infinite_count", row.statistics?.infiniteCount),
    ])
  }

  /// Six digits that count for people, whatever the magnitude; all of them for programs.
  private static func number(_ value: Double?, _ format: OutputFormat) -> Listing.Cell {
    guard let value else { return .missing }
    return format == .table ? .text(String(format: "%.6g", value)) : .number(value, digits: 6)
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_000_000 ? "\((Double(bytes) / 1e6).formatted(digits: 1)) MB" : "\(bytes) bytes"
  }
}
