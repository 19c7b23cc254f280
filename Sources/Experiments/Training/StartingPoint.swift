internal import Net

/// What a run's weights start from, found, opened and checked.
enum StartingPoint {
  /// Nothing: everything begins at random, by seed.
  case seed
  /// A checkpoint that is open.
  case checkpoint(CheckpointStart)
  /// Another run's snapshot, with or without its head.
  case snapshot(Snapshot, of: RunDetails, hasHead: Bool)

  /// What is taken from where, in a line.
  var summary: String {
    switch self {
    case .seed: "at random from the seed"
    case .checkpoint(let start):
      "VGGish \(start.takesHead ? "and the head" : "with a new head") from \(start.source.checkpoint.path)"
    case .snapshot(let snapshot, let details, let hasHead):
      "VGGish \(hasHead ? "and the head" : "with a new head") from the snapshot of \(snapshot.position) of run \(details.id)"
    }
  }
}
