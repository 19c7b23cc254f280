import Testing

@testable import Experiments

@Suite("Snapshots that stay")
struct RetentionTests {
  @Test("are the best and the last, the last with its state, and the best one is evaluated")
  func bestAndLast() throws {
    let tiny = try TinyTraining()
    // A high learning rate, so that the best epoch is hardly the last.
    let (id, _) = try tiny.start([
      "train.epochs=6", "train.learning_rate=2e-2", "snapshots.best_by=validation.loss",
    ])
    let losses = try tiny.registry.figures(MetricKey(.validation, "loss"), of: id)
    let best = try #require(losses.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key)
    var expected = ["epoch-0006.safetensors", "epoch-0006.state.safetensors"]
    if best != 6 { expected.insert("epoch-000\(best).safetensors", at: 0) }
    #expect(try tiny.snapshotNames(of: id) == expected)
    let evaluation = try #require(try tiny.registry.evaluations(of: id).first)
    #expect(evaluation.snapshot == SnapshotPosition(epoch: best))
  }

  @Test("are as many as asked for")
  func counts() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=5", "snapshots={keep_best: 0, keep_last: 3}"])
    #expect(try tiny.registry.snapshots(of: id).map(\.position.epoch) == [3, 4, 5])
    #expect(try tiny.registry.snapshots(of: id).allSatisfy { $0.state != nil })
  }

  @Test("without validation is the last, which is evaluated, and a warning says so")
  func withoutValidation() throws {
    let tiny = try TinyTraining()
    let events = EventLog()
    let (id, _) = try tiny.start(["train.epochs=3", "data.split={validation: 0, test: 0.2}"], events: events)
    #expect(try tiny.snapshotNames(of: id) == ["epoch-0003.safetensors", "epoch-0003.state.safetensors"])
    #expect(try tiny.registry.evaluations(of: id).map(\.snapshot) == [SnapshotPosition(epoch: 3)])
    #expect(
      events.warnings == ["no validation split: no epoch can be called best, the last one is evaluated"])
    #expect(try tiny.registry.details(of: id).warnings.map(\.text) == events.warnings)
    let epoch = try #require(try tiny.registry.epochs(of: id).first)
    #expect(epoch.metrics.keys.allSatisfy { $0.split == .train })
  }
}
