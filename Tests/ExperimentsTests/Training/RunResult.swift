import Metrics
import Net

@testable import Experiments

/// All that a run recorded and that must be the same however often it was stopped: everything but times and attempts.
struct RunResult: Equatable {
  struct Epoch: Equatable {
    var epoch: Int
    var step: Int
    var learningRate: Double
    var metrics: [MetricKey: UInt64]
    var classMetrics: [MetricKey: [UInt64]]
    var confusions: [MetricKey: ConfusionMatrix]
  }

  struct Evaluation: Equatable {
    var target: EvaluationTarget
    var snapshot: SnapshotPosition
    var metrics: [String: UInt64]
    var classMetrics: [String: [UInt64]]
    var confusions: [String: ConfusionMatrix]
    var predictions: RecordedFile?
  }

  var status: RunStatus
  var epochs: [Epoch]
  var evaluations: [Evaluation]
  /// The files with their SHA-256: values and optimizer state.
  var snapshots: [Snapshot]

  init(_ id: RunID, in registry: Registry) throws {
    status = try registry.details(of: id).status
    epochs = try registry.epochs(of: id).map { record in
      Epoch(
        epoch: record.epoch, step: record.step, learningRate: record.learningRate,
        metrics: record.metrics.mapValues(\.bitPattern),
        classMetrics: record.classMetrics.mapValues { $0.map(\.bitPattern) }, confusions: record.confusions)
    }
    evaluations = try registry.evaluations(of: id).map { record in
      Evaluation(
        target: record.target, snapshot: record.snapshot, metrics: record.metrics.mapValues(\.bitPattern),
        classMetrics: record.classMetrics.mapValues { $0.map(\.bitPattern) }, confusions: record.confusions,
        predictions: record.predictions)
    }
    snapshots = try registry.snapshots(of: id)
    let folder = registry.folderPath(of: id)
    for file in snapshots.flatMap(\.files) + evaluations.compactMap(\.predictions) {
      let (digest, byteCount) = try SHA256.hash(fileAt: folder + "/" + file.path)
      guard digest == file.digest, byteCount == file.byteCount else {
        throw ExperimentError(.snapshot, found: "\(file.path) is not the file that was recorded")
      }
    }
  }
}
