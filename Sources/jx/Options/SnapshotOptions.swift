internal import ArgumentParser
internal import Experiments

/// `--snapshot`, which every command that loads one takes.
struct SnapshotOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Which snapshot: best, last, or an epoch's number.", valueName: "which"),
    completion: .list(["best", "last"]))
  var snapshot = "best"

  func validate() throws {
    guard SnapshotSelector(snapshot) != nil else {
      throw ValidationError(
        "There is no snapshot '\(snapshot)'; take best, last, or an epoch's number from 1 on.")
    }
  }

  /// The snapshot asked for.
  var selector: SnapshotSelector { SnapshotSelector(snapshot) ?? .best }
}
