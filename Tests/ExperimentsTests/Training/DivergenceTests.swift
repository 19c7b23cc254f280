import Foundation
import Net
import Testing

@testable import Experiments

@Suite("A training that diverges")
struct DivergenceTests {
  private static let huge: [String: Float] = ["fc1/fc1_1": 1e38, "logits": 1e38]

  /// A plan for the tests' network with He weights, those of some layers scaled.
  private static func plan(_ tiny: TinyTraining, scales: [String: Float]) throws -> any Plan {
    let preparation = try tiny.preparation()
    let plan = try preparation.engine.compile(preparation.network, options: preparation.options)
    try plan.initialize(seed: 3)
    for layer in plan.network.layers {
      guard let scale = scales.first(where: { layer.name.hasSuffix($0.key) })?.value else { continue }
      var values = [Float](repeating: 0, count: layer.weights.count)
      var span = values.mutableSpan
      try plan.read(.value, of: layer.weights.name, into: &span)
      values = values.map { $0 * scale }
      try plan.load(values.span, into: .value, of: layer.weights.name)
    }
    return plan
  }

  /// Writes the weights of ``plan(_:scales:)`` into a file to start from.
  private static func checkpoint(_ tiny: TinyTraining, scales: [String: Float]) throws -> String {
    let plan = try plan(tiny, scales: scales)
    let writer = try SafetensorsWriter(
      tensors: plan.network.layers.flatMap { [$0.weights, $0.biases] }, metadata: [:])
    let path = tiny.folder.path + "/scaled.safetensors"
    var file = try AtomicFile(path: path)
    try writer.write(
      to: { try file.write($0) },
      fill: { shape, values in try plan.read(.value, of: shape.name, into: &values) })
    try file.commit()
    return path
  }

  /// A network whose loss is no number is put where a run stopped in its second epoch.
  @Test("is recorded as failed, and the last good snapshot stands")
  func lastGoodSnapshot() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(stop: StopWatch(after: 7))
    let before = try tiny.result(of: id)
    #expect(before.snapshots.map(\.position) == [SnapshotPosition(epoch: 1)])
    let plan = try Self.plan(tiny, scales: Self.huge)
    let handle = try tiny.registry.reopenRun(id, environment: SampleRun.environment)
    var state = TrainerState(epoch: 2)
    state.batch = 1
    let writer = try SnapshotWriter(runFolder: handle.folderPath)
    try handle.recordSnapshot(
      writer.write(plan, at: SnapshotPosition(epoch: 2, batch: 1), trainer: state.encoded()))
    try handle.finish(.interrupted)

    let error = try #require(throws: ExperimentError.self) { try tiny.resume(id) }
    #expect(error.code == .invalidData && error.found.contains("at epoch 2, batch 2, in a batch"), "\(error)")
    let details = try tiny.registry.details(of: id)
    #expect(details.status == .failed && details.reason == error.description)
    #expect(details.attempts.map(\.status) == [.interrupted, .interrupted, .failed])
    let after = try tiny.result(of: id)
    #expect(after.epochs == before.epochs && after.snapshots.first == before.snapshots.first)
    #expect(after.evaluations.isEmpty)
    let log = try String(contentsOfFile: handle.folderPath + "/log.txt", encoding: .utf8)
    #expect(log.contains("failed: the loss became"))
  }

  @Test("names exactly the files of the batch in which the loss was no number")
  func namesFiles() throws {
    let tiny = try TinyTraining()
    let path = try Self.checkpoint(tiny, scales: Self.huge)
    let error = try #require(throws: ExperimentError.self) {
      _ = try tiny.start(["model.checkpoint=\(path)"])
    }
    #expect(error.found.contains("at epoch 1, batch 1, in a batch of examples from "), "\(error)")
    #expect(error.remedy.contains("train.learning_rate"))
    let preparation = try tiny.preparation()
    let clips = preparation.split.clips(in: .train)
    var stream = RandomStream(seed: 3, purpose: "order of epoch 1")
    let batch = Set(stream.order(of: 2 * clips.count).prefix(5).map { clips[$0 / 2] }).sorted()
    let names = batch.map { preparation.catalogue.relativePath(of: $0) }.joined(separator: ", ")
    #expect(error.found.hasSuffix("from " + names), "\(error.found), not \(names)")
    let id = try tiny.registry.resolve("last")
    #expect(try tiny.registry.details(of: id).status == .failed)
    #expect(try tiny.snapshotNames(of: id).isEmpty)
  }

  /// The loss is finite and the gradient is not: the step ruins the weights after the loss was looked at.
  @Test("never leaves a snapshot of weights that are no numbers", arguments: [0, 0.2])
  func ruinedWeights(validation: Double) throws {
    let tiny = try TinyTraining()
    let path = try Self.checkpoint(
      tiny, scales: ["fc1/fc1_1": 1e36, "fc2": 1e-15, "mymodel/fully_connected": 1e6])
    #expect(throws: ExperimentError.self) {
      _ = try tiny.start([
        "model.checkpoint=\(path)", "train.batch_size=64",
        "data.split={validation: \(validation), test: 0.2}",
      ])
    }
    let id = try tiny.registry.resolve("last")
    #expect(try tiny.registry.details(of: id).status == .failed)
    try Self.expectFinite(tiny, id)
  }

  /// Every value of every snapshot that is left must be a number.
  private static func expectFinite(_ tiny: TinyTraining, _ id: RunID) throws {
    let folder = tiny.registry.folderPath(of: id)
    for snapshot in try tiny.registry.snapshots(of: id) {
      let file = try SafetensorsFile(path: folder + "/" + snapshot.values.path)
      for tensor in file.tensors {
        try file.withValues(of: tensor.shape.name) { values in
          for index in values.indices where !values[index].isFinite {
            Issue.record("\(snapshot.position): \(tensor.shape.name) has \(values[index])")
            return
          }
        }
      }
    }
  }
}
