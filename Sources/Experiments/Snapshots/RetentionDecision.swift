/// What becomes of a snapshot, and why.
public struct RetentionDecision: Sendable, Hashable {
  /// A reason to keep a snapshot.
  public enum Reason: Sendable, Hashable, CustomStringConvertible {
    /// Among the last epochs: values and state stay.
    case last
    /// Newer than every epoch's end: values and state stay.
    case newest
    /// Among the best epochs; rank 1 is the best. Values stay.
    case best(rank: Int)
    /// At a multiple of this many epochs. Values stay.
    case every(Int)

    /// The reason in a few words.
    public var description: String {
      switch self {
      case .last: "last"
      case .newest: "newest"
      case .best(let rank): rank == 1 ? "best" : "best (\(rank))"
      case .every(let epochs): "every \(epochs) epochs"
      }
    }
  }

  /// The snapshot.
  public var snapshot: Snapshot
  /// Why it stays; empty if it goes.
  public var reasons: [Reason]

  /// A decision.
  public init(snapshot: Snapshot, reasons: [Reason]) {
    self.snapshot = snapshot
    self.reasons = reasons
  }

  /// Whether its values stay.
  public var keepsValues: Bool { !reasons.isEmpty }
  /// Whether its optimizer and trainer state stays.
  public var keepsState: Bool { reasons.contains(.last) || reasons.contains(.newest) }
  /// The paths of the files that go, relative to the run's folder.
  public var freedPaths: [String] {
    (keepsValues ? [] : [snapshot.values.path])
      + (keepsState ? [] : [snapshot.state?.path].compactMap(\.self))
  }
  /// The bytes that go.
  public var freedByteCount: Int {
    (keepsValues ? 0 : snapshot.values.byteCount) + (keepsState ? 0 : snapshot.state?.byteCount ?? 0)
  }
}
