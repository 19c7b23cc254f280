import Foundation
import Metrics
import Net

@testable import Experiments

/// Runs, epochs and plans for tests.
enum SampleRun {
  static let environment = AttemptEnvironment(
    engine: .openblas, threads: 2, facts: ["command": "jx run configs/quickstart.yaml", "cpu": "any"])

  static func make(name: String = "sample", tags: Set<String> = ["b", "a"]) -> NewRun {
    var run = NewRun(
      seed: .max, plannedEpochs: 60, configText: "name: \(name)\nseed: 7\n",
      configValues: [
        ConfigValue(key: "train.learning_rate", value: "1e-4", source: "default"),
        ConfigValue(key: "data.folder", value: "input/data", source: "configs/x.yaml:3:5"),
      ],
      network: .vggish(width: 1, hiddenUnits: 4, classes: 3),
      classes: ["Noise_noise", "Parus_major", "Turdus_merula"],
      checkpoint: "none",
      data: DataFingerprint(folder: "input/data", fileCount: 3, byteCount: 1234, digest: SHA256.hash("data")),
      environment: environment)
    run.name = name
    run.tags = tags
    run.note = "a note"
    return run
  }

  /// An epoch with figures that differ by epoch, one of them no number.
  static func epoch(_ epoch: Int, loss: Double? = nil) throws -> EpochRecord {
    let start = Date(timeIntervalSince1970: 1_700_000_000.123 + Double(epoch))
    var record = EpochRecord(
      epoch: epoch, step: 10 * epoch, learningRate: 1e-4, exampleCount: 320, startedAt: start,
      finishedAt: start.addingTimeInterval(0.9))
    record.metrics = [
      MetricKey(.train, "loss"): 1 / Double(epoch),
      MetricKey(.validation, "loss"): loss ?? abs(Double(epoch) - 3.5),
      MetricKey(.validation, "accuracy"): 0.1 * Double(epoch), MetricKey(.validation, "auc"): .nan,
    ]
    record.classMetrics = [MetricKey(.validation, "recall"): [0.5, .nan, Double(epoch)]]
    record.confusions = [
      MetricKey(.validation, "clips"): try ConfusionMatrix(
        counts: [3, 0, 0, 0, 0, 200, 0, epoch, 0], classCount: 3)
    ]
    record.timings = ["training": 1.5, "validation": 0.25]
    return record
  }

  static func evaluation(_ accuracy: Double) throws -> EvaluationRecord {
    var record = EvaluationRecord(
      createdAt: Date(timeIntervalSince1970: 1_700_000_100.5), target: .split(.test),
      snapshot: SnapshotPosition(epoch: 1), exampleCount: 100, clipCount: 10, seconds: 1.25)
    record.metrics = ["accuracy": accuracy, "auc": .nan]
    record.classMetrics = ["recall": [1, 0, .nan]]
    record.confusions = ["clips": try ConfusionMatrix(counts: [0, 1, 2, 3, 4, 5, 6, 7, 8], classCount: 3)]
    return record
  }

  /// A narrow network after a few training steps, so that values, moments and step are all in use.
  static func plan(width: Int = 1, frozen: [String], seed: UInt64 = 7, steps: Int = 2) throws -> any Plan {
    let plan = try emptyPlan(width: width, frozen: frozen)
    try plan.initialize(seed: seed)
    for _ in 0..<steps { train(plan) }
    return plan
  }

  static func emptyPlan(width: Int = 1, frozen: [String], classes: Int = 3) throws -> any Plan {
    let network = try Network.vggish(width: width, hiddenUnits: 4, classes: classes).freezing(frozen)
    return try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: 2, threads: 1, training: .sigmoid))
  }

  @discardableResult
  static func train(_ plan: any Plan) -> Double {
    var random = RandomStream(seed: UInt64(plan.step), purpose: "examples")
    let input = (0..<(2 * 96 * 64)).map { _ in Float(random.nextNormal()) }
    let targets: [Float] = [1, 0, 0, 0, 1, 0]
    return plan.trainStep(
      input.span, targets: targets.span, count: 2, update: AdamUpdate(learningRate: 1e-2))
  }

  /// The bits of a slot of a parameter.
  static func bits(_ slot: Slot, of shape: ParameterShape, in plan: any Plan) throws -> [UInt32] {
    var values = [Float](repeating: .nan, count: shape.count)
    var span = values.mutableSpan
    try plan.read(slot, of: shape.name, into: &span)
    return values.map(\.bitPattern)
  }
}
