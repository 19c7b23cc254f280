internal import Experiments
internal import Foundation
internal import Metrics

/// What a split by recording and one by clip say of the same config.
struct SplitComparison {
  private struct Row {
    var name: String
    var run: RunID
    var trainClips: Int
    var testClips: Int
    /// Test clips whose recording also trains or validates.
    var leakedClips: Int
    var accuracy: ConfidenceInterval
    var seconds: Double
  }

  private let rows: [Row]

  /// Reads what two finished runs of a config came to.
  init(
    _ honest: (run: RunID, split: SplitAssignment), _ naive: (run: RunID, split: SplitAssignment),
    _ catalogue: Catalogue, in registry: Registry
  ) throws {
    rows = try [("by recording", honest), ("by clip", naive)].map { name, part in
      guard let scored = try ScoredRun(part.run, split: .test, in: registry) else {
        throw ExperimentError(
          .invalidData, found: "run \(part.run) has no scores of the test split",
          remedy: "jx eval \(part.run)")
      }
      let elsewhere = Set(
        (part.split.clips(in: .train) + part.split.clips(in: .validation)).map {
          catalogue.recordingIndex(of: $0)
        })
      let epochs = try registry.epochs(of: part.run)
      return Row(
        name: name, run: part.run, trainClips: part.split.count(of: .train),
        testClips: part.split.count(of: .test),
        leakedClips: part.split.clips(in: .test).count {
          elsewhere.contains(catalogue.recordingIndex(of: $0))
        },
        accuracy: try Evidence.interval(of: .accuracy, scored.table(at: .clip)),
        seconds: epochs.reduce(0) { $0 + $1.finishedAt.timeIntervalSince($1.startedAt) })
    }
  }

  /// Prints both splits and, for people, by how much the one by clip flatters.
  func print(as format: OutputFormat) throws {
    var listing = Listing(
      "split", "run", "train clips", "test clips", "recording also trains", "test accuracy", "training s")
    for row in rows {
      listing.append(
        .text(row.name), .text(row.run.text), .integer(row.trainClips), .integer(row.testClips),
        .integer(row.leakedClips), .measured(row.accuracy.estimate, text: Percent.text(row.accuracy)),
        .number(row.seconds, digits: 0))
    }
    Output.result(try listing.rendered(as: format))
    guard format == .table else { return }
    let points = (rows[1].accuracy.estimate - rows[0].accuracy.estimate) * 100
    Output.line(
      "the split by clip claims \(abs(points).formatted(digits: 1)) points "
        + (points >= 0 ? "more" : "less") + " than the split by recording")
  }
}
