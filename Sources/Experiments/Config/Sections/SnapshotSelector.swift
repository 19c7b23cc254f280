/// One of a run's snapshots: `best`, `last`, or an epoch's number from 1 on.
public enum SnapshotSelector: Sendable, Hashable, LosslessStringConvertible {
  /// The best by `snapshots.best_by`.
  case best
  /// The last that was written.
  case last
  /// The one behind an epoch, counted from 1.
  case epoch(Int)

  /// Reads `best`, `last` or an integer from 1 on; nil for anything else.
  public init?(_ description: String) {
    switch description {
    case "best": self = .best
    case "last": self = .last
    default:
      guard let epoch = Int(description), epoch >= 1 else { return nil }
      self = .epoch(epoch)
    }
  }

  /// The form that ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .best: "best"
    case .last: "last"
    case .epoch(let epoch): String(epoch)
    }
  }
}
