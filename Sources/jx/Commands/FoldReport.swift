internal import Experiments
internal import Foundation
internal import Metrics

/// The runs of a group with their mean and deviation.
struct FoldReport {
  private let summary: FoldSummary

  init(_ summary: FoldSummary) { self.summary = summary }

  /// Prints a row a run and, for people, mean ± deviation below them.
  func print(as format: OutputFormat) throws {
    switch format {
    case .json: Output.result(try JSONObject.encoded(object))
    case .csv: Output.result(try listing(hasMean: false).rendered(as: .csv))
    case .table:
      Output.result(try listing(hasMean: true).rendered(as: format))
      if let pooled = summary.pooled {
        Output.line(
          "all test clips together: \(Percent.text(pooled)); the interval is drawn over recordings")
      }
    }
  }

  private var metrics: [String] { FoldSummary.metrics.filter { summary.summaries[$0] != nil } }

  private func listing(hasMean: Bool) -> Listing {
    var listing = Listing(columns: ["fold", "run", "status"] + metrics)
    for row in summary.rows {
      listing.rows.append(
        [.optional(row.fold), .text(row.run.id.text), .text(row.run.status.rawValue)]
          + metrics.map { .figure($0, row.metrics[$0]) })
    }
    guard hasMean, summary.rows.count > 1 else { return listing }
    listing.rows.append(
      [.text("mean ± deviation"), .text(""), .text("")] + metrics.map { cell($0, summary.summaries[$0]) })
    return listing
  }

  private func cell(_ metric: String, _ summary: SampleSummary?) -> Listing.Cell {
    guard let summary else { return .missing }
    guard case .percentage = Listing.Cell.figure(metric, 0) else {
      let deviation = summary.standardDeviation.map { " ± " + $0.formatted(digits: 4) } ?? ""
      return .measured(summary.mean, text: summary.mean.formatted(digits: 4) + deviation)
    }
    let deviation = summary.standardDeviation.map { " ± " + ($0 * 100).formatted(digits: 1) } ?? ""
    return .measured(summary.mean, text: (summary.mean * 100).formatted(digits: 1) + deviation + " %")
  }

  private var object: JSONObject {
    let runs = summary.rows.map { row in
      JSONObject([
        ("run", row.run.id.text), ("fold", row.fold), ("status", row.run.status.rawValue),
        ("metrics", row.metrics),
      ])
    }
    return JSONObject([
      ("group", summary.name), ("runs", runs), ("summaries", summary.summaries),
      ("pooled_accuracy", summary.pooled),
    ])
  }
}

/// Shares as people read them.
enum Percent {
  /// `83.8 % (95 %: 75.6 … 91.0)`.
  static func text(_ interval: ConfidenceInterval) -> String {
    func points(_ value: Double) -> String { (value * 100).formatted(digits: 1) }
    return "\(points(interval.estimate)) % (\((interval.level * 100).formatted(digits: 0)) %: "
      + "\(points(interval.lower)) … \(points(interval.upper)))"
  }

  /// `+8.2 points (95 %: +1.2 … +15.0)`.
  static func difference(_ interval: ConfidenceInterval) -> String {
    func points(_ value: Double) -> String {
      (value >= 0 ? "+" : "−") + (abs(value) * 100).formatted(digits: 1)
    }
    return "\(points(interval.estimate)) points (\((interval.level * 100).formatted(digits: 0)) %: "
      + "\(points(interval.lower)) … \(points(interval.upper)))"
  }
}
