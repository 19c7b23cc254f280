internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx compare`: runs side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Put runs side by side: only what differs in config, and their figures.",
    discussion: "Without runs it compares the five newest.")

  @Argument(help: "Runs: ids, unique prefixes, names, or last.")
  var runs: [String] = []

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let store = try registry.open()
    let ids = runs.isEmpty ? try store.runs().prefix(5).map(\.id) : try runs.map { try store.resolve($0) }
    guard Set(ids).count > 1 else {
      throw ValidationError("Comparing takes two different runs or more; jx runs lists them.")
    }
    let comparison = try RunComparison(ids, in: store)
    if output.format == .table {
      for warning in comparison.warnings { Output.note("warning: " + warning) }
    }
    Output.result(try listing(comparison).rendered(as: output.format))
  }

  /// A row a key or figure, a column a run; for programs a row a run.
  private func listing(_ comparison: RunComparison) -> Listing {
    guard output.format == .table else { return rows(comparison) }
    var listing = Listing(columns: [""] + comparison.runs.map { "\($0.id)" })
    listing.rows.append([.text("name")] + comparison.runs.map { .text($0.name) })
    listing.rows.append([.text("status")] + comparison.runs.map { .text($0.status.rawValue) })
    for difference in comparison.differences {
      listing.rows.append([.text(difference.key)] + difference.values.map { .optional($0) })
    }
    for figure in comparison.figures {
      listing.rows.append([.text(figure.name)] + figure.values.map { cell($0, of: figure) })
    }
    return listing
  }

  private func rows(_ comparison: RunComparison) -> Listing {
    var listing = Listing(
      columns: ["id", "name", "status"] + comparison.differences.map(\.key) + comparison.figures.map(\.name))
    for (index, run) in comparison.runs.enumerated() {
      listing.rows.append(
        [.text(run.id.text), .text(run.name), .text(run.status.rawValue)]
          + comparison.differences.map { .optional($0.values[index]) }
          + comparison.figures.map { cell($0.values[index], of: $0) })
    }
    return listing
  }

  private func cell(_ value: Double?, of figure: RunComparison.Figure) -> Listing.Cell {
    switch figure.kind {
    case .fraction: .optional(percentage: value)
    case .number: .optional(value, digits: 4)
    case .count: value.map { .integer(Int($0)) } ?? .missing
    }
  }
}
