public import Foundation

/// One line in the list of runs.
public struct RunSummary: Sendable, Hashable, Codable {
  /// The id.
  public var id: RunID
  /// The name; may be empty.
  public var name: String
  /// Free text.
  public var note: String
  /// The tags, sorted.
  public var tags: [String]
  /// When it began.
  public var createdAt: Date
  /// When it was put aside by `delete`; nil otherwise.
  public var deletedAt: Date?
  /// What became of it; `crashed` is found by its free lock.
  public var status: RunStatus
  /// Why, in words; empty for the ordinary end.
  public var reason: String
  /// Epochs done.
  public var epochCount: Int
  /// Epochs to do.
  public var plannedEpochs: Int
  /// Starts and resumes.
  public var attemptCount: Int
  /// Where its first weights came from.
  public var checkpoint: String
  /// The data folder.
  public var dataFolder: String
  /// How far a run that is not finished had come when it last said so; nil if unknown.
  public var progress: RunProgress?
  /// The figures over its epochs.
  public var metrics: [MetricKey: MetricRange] = [:]
  /// The figures of the last evaluation on each split.
  public var evaluations: [MetricKey: Double] = [:]
}
