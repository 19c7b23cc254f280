/// The section `snapshots`: when they are written and which stay on disk. One is written after every epoch.
public struct SnapshotConfig: Sendable, Hashable, Codable {
  /// Minutes after which a state within an epoch is saved; 0 for never.
  public var everyMinutes = 10.0
  /// How many of the best epochs stay.
  public var keepBest = 1
  /// How many of the last epochs stay, at least 1: what a stopped run resumes from. With two, a damaged last one costs an
  /// epoch and not the run.
  public var keepLast = 2
  /// Every so-manieth epoch stays; nil for none.
  public var keepEvery: Int?
  /// By which figure epochs are ranked.
  public var bestBy = ValidationFigure.loss

  /// The defaults unless more is said.
  public init(
    everyMinutes: Double = 10, keepBest: Int = 1, keepLast: Int = 2, keepEvery: Int? = nil,
    bestBy: ValidationFigure = .loss
  ) {
    self.everyMinutes = everyMinutes
    self.keepBest = keepBest
    self.keepLast = keepLast
    self.keepEvery = keepEvery
    self.bestBy = bestBy
  }
}

extension SnapshotConfig: ConfigSection {
  static let fields: [ConfigField<SnapshotConfig>] = [
    ConfigField("every_minutes", \.everyMinutes, .number(from: 0, through: 100_000)),
    ConfigField("keep_best", \.keepBest, .integer(0...100_000)),
    ConfigField("keep_last", \.keepLast, .integer(1...100_000)),
    ConfigField("keep_every", \.keepEvery, ConfigRule<Int>.integer(1...100_000).orNull("null")),
    ConfigField("best_by", \.bestBy, .choice()),
  ]
}
