public import Foundation
public import Metrics

/// All that is recorded of one epoch, once it is over.
public struct EpochRecord: Sendable, Hashable, Codable {
  /// The epoch, counted from 1 on.
  public var epoch: Int
  /// The attempt that finished it; the run's handle sets it.
  public internal(set) var attempt = 1
  /// Optimizer steps since the run's beginning.
  public var step: Int
  /// The learning rate of its last step.
  public var learningRate: Double
  /// Examples trained on.
  public var exampleCount: Int
  /// When it began.
  public var startedAt: Date
  /// When it was over.
  public var finishedAt: Date
  /// The figures of each split; one may be no number.
  public var metrics: [MetricKey: Double] = [:]
  /// Figures by class, such as recall, in the run's order of classes; no number where a class has none.
  public var classMetrics: [MetricKey: [Double]] = [:]
  /// Confusion matrices, named by what they count, such as `validation.clips`.
  public var confusions: [MetricKey: ConfusionMatrix] = [:]
  /// Seconds spent, by phase.
  public var timings: [String: Double] = [:]
  /// The snapshot at its end; when fetched, as far as its files are kept.
  public internal(set) var snapshot: Snapshot?

  /// An epoch; figures and timings are set afterwards.
  public init(
    epoch: Int, step: Int, learningRate: Double, exampleCount: Int, startedAt: Date, finishedAt: Date
  ) {
    self.epoch = epoch
    self.step = step
    self.learningRate = learningRate
    self.exampleCount = exampleCount
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }

  private enum CodingKeys: String, CodingKey {
    case epoch
    case attempt
    case step
    case learningRate = "learning_rate"
    case exampleCount = "examples"
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case metrics
    case classMetrics = "class_metrics"
    case confusions
    case timings
    case snapshot
  }
}
