/// What a check of a run's resume found; nothing of it is recorded.
public struct ResumeCheck: Sendable, Hashable, Codable {
  /// What a comparison of steps taken again with those of the run said.
  public enum Comparison: String, Sendable, Hashable, Codable {
    /// The same to the bit.
    case same
    /// Not the same.
    case different
    /// There was nothing to compare with.
    case nothing
  }

  /// The snapshot that the run would go on from; its files have the sizes and SHA-256 that were recorded.
  public var position: SnapshotPosition
  /// Newer snapshots that can't be used, with the reason.
  public var damaged: [String]
  /// What costs the exact repetition on this machine, such as another number of threads.
  public var environmentChanges: [String]
  /// The batches that were taken from the snapshot, each time in a plan of its own.
  public var stepCount: Int
  /// The SHA-256 of all weights and moments behind them, once for each time.
  public var digests: [Digest]
  /// The losses of these batches beside those that the run recorded when it took them.
  public var recorded: Comparison
  /// The snapshot before, taken to this one batch by batch; nil if it was not asked for or there is none within an epoch.
  public var replay: Replay?

  /// What became of a replay.
  public struct Replay: Sendable, Hashable, Codable {
    /// Where it began.
    public var start: SnapshotPosition
    /// The batches that it took.
    public var stepCount: Int
    /// Whether it ended in the snapshot's bits.
    public var isSame: Bool
  }

  /// Whether the same steps gave the same bits each time.
  public var isRepeatable: Bool { Set(digests).count == 1 }

  /// Whether nothing contradicts an exact resume.
  public var isGood: Bool {
    damaged.isEmpty && isRepeatable && recorded != .different && replay?.isSame != false
  }
}
