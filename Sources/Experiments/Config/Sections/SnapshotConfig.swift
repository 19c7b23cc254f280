/// The section `snapshots`: which epochs' snapshots stay on disk. One is written after every epoch.
public struct SnapshotConfig: Sendable, Hashable, Codable {
  /// The figure that makes one epoch better than another.
  public enum Figure: String, Sendable, Hashable, Codable, CaseIterable {
    /// The loss on the validation split; less is better.
    case validationLoss = "validation.loss"
    /// The share of the validation split's clips that are classified right; more is better.
    case validationAccuracy = "validation.accuracy"
  }

  /// How many of the best epochs stay.
  public var keepBest = 1
  /// How many of the last epochs stay, at least 1: what a stopped run resumes from.
  public var keepLast = 1
  /// By which figure epochs are ranked.
  public var bestBy = Figure.validationLoss

  /// The defaults unless more is said.
  public init(keepBest: Int = 1, keepLast: Int = 1, bestBy: Figure = .validationLoss) {
    self.keepBest = keepBest
    self.keepLast = keepLast
    self.bestBy = bestBy
  }
}

extension SnapshotConfig: ConfigSection {
  static let fields: [ConfigField<SnapshotConfig>] = [
    ConfigField("keep_best", \.keepBest, .integer(0...100_000)),
    ConfigField("keep_last", \.keepLast, .integer(1...100_000)),
    ConfigField("best_by", \.bestBy, .choice()),
  ]
}
