internal import Experiments
internal import Foundation

/// A sweep's trials and results as listings.
struct SweepReport {
  private let summary: SweepSummary

  init(_ summary: SweepSummary) { self.summary = summary }

  /// The trials of a sweep before they run.
  static func trials(_ sweep: Sweep) -> Listing {
    var listing = Listing(columns: ["trial", "name"] + sweep.config.parameters.map(\.key))
    for trial in sweep.trials {
      let values = trial.values.map { Listing.Cell.text($0.value) }
      listing.rows.append([.integer(trial.number), .text(trial.name)] + values)
    }
    return listing
  }

  /// Prints the runs, the best first; for people no more than a limit.
  func print(as format: OutputFormat, limit: Int = .max) throws {
    var listing = Listing(
      columns: ["run", "name", "status", "epochs"] + summary.keys + [
        summary.figure.rawValue, "test.accuracy",
      ])
    for row in summary.rows {
      let figure: Listing.Cell =
        summary.figure == .loss ? .optional(row.figure, digits: 4) : .optional(percentage: row.figure)
      var cells: [Listing.Cell] = [
        .text(row.run.id.text), .text(row.run.name), .text(row.run.status.rawValue),
        .integer(row.run.epochCount),
      ]
      cells += row.values.map { Listing.Cell.optional($0) }
      cells += [figure, .optional(percentage: row.testAccuracy)]
      listing.rows.append(cells)
    }
    let left = listing.rows.count - limit
    if format == .table { listing.rows = Array(listing.rows.prefix(limit)) }
    Output.result(try listing.rendered(as: format))
    guard format == .table else { return }
    if left > 0 { Output.line("and \(left) more: jx compare --group \(summary.group)") }
    Output.note(
      "The test accuracy of the best of many trials is a lucky one: judge it on recordings that chose nothing."
    )
  }
}
