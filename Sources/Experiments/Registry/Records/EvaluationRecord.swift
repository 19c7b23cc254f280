public import Foundation
public import Metrics

/// One evaluation of a snapshot on a split or on other data.
public struct EvaluationRecord: Sendable, Hashable, Codable {
  /// Counted from 1 within the run; the registry sets it.
  public internal(set) var number = 0
  /// When it was made.
  public var createdAt: Date
  /// On which data.
  public var target: EvaluationTarget
  /// Which snapshot.
  public var snapshot: SnapshotPosition
  /// Examples evaluated.
  public var exampleCount: Int
  /// Clips evaluated.
  public var clipCount: Int
  /// How long it took.
  public var seconds: Double
  /// The figures by name, such as `accuracy`; one may be no number.
  public var metrics: [String: Double] = [:]
  /// Figures by class, such as `recall`, in the run's order of classes; no number where a class has none.
  public var classMetrics: [String: [Double]] = [:]
  /// Confusion matrices by what they count, such as `clips`.
  public var confusions: [String: ConfusionMatrix] = [:]
  /// The file with the predictions, in the run's folder; nil if none was written.
  public var predictions: RecordedFile?
  /// The file with the scores of every example, in the run's folder; nil if none was written.
  public var scores: RecordedFile?
  /// How examples became clips and recordings; nil where it was not recorded, and was the sum of squares.
  public var aggregation: Aggregation?
  /// What tells the evaluated clips from others; nil where it was not recorded.
  public var clipsDigest: Digest?

  /// An evaluation; figures and predictions are set afterwards.
  public init(
    createdAt: Date, target: EvaluationTarget, snapshot: SnapshotPosition, exampleCount: Int, clipCount: Int,
    seconds: Double
  ) {
    self.createdAt = createdAt
    self.target = target
    self.snapshot = snapshot
    self.exampleCount = exampleCount
    self.clipCount = clipCount
    self.seconds = seconds
  }

  private enum CodingKeys: String, CodingKey {
    case number
    case createdAt = "created_at"
    case target
    case snapshot
    case exampleCount = "examples"
    case clipCount = "clips"
    case seconds
    case metrics
    case classMetrics = "class_metrics"
    case confusions
    case predictions
    case scores
    case aggregation
    case clipsDigest = "clips_sha256"
  }
}
