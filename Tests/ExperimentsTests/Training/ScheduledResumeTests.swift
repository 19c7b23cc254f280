import Foundation
import Net
import Testing

@testable import Experiments

/// Everything that can change from step to step at once, so that every part of the state matters.
@Suite("A run with a schedule, early stopping, class weights, layer rates and unfreezing")
struct ScheduledResumeTests {
  private static let everything = [
    "train.epochs=6",
    "train.schedule={kind: plateau, patience: 0, factor: 0.5, threshold: 0.2, warmup_epochs: 1.5}",
    "train.early_stopping={patience: 5, min_delta: 0.01}", "train.class_weights=effective",
    "train.effective_beta=0.9", "train.weight_decay=0.01", "train.gradient_clip=0.5",
    "model.frozen=[conv1, conv2, conv3]", "model.unfreeze={2: conv3, 4: [conv2, conv1]}",
    "model.learning_rates={vggish: 5e-4, conv3: 2e-4}", "snapshots={keep_last: 1, keep_every: 2}",
  ]

  @Test(
    "ends the same wherever it is stopped, and however often",
    arguments: ExactResumeTests.engines, [4, 13])
  func stops(engine: EngineName, batches: Int) throws {
    let tiny = try TinyTraining()
    let (reference, outcome) = try tiny.start(Self.everything, engine: engine)
    #expect(outcome == .finished)
    let expected = try tiny.result(of: reference)
    // The learning rate must have fallen, or the plateau was not tested.
    let rates = expected.epochs.map(\.learningRate)
    #expect(rates.count == 6 && (rates.last ?? 1) < (rates[1] / 1.9), "\(rates)")
    var (id, end) = try tiny.start(Self.everything, engine: engine, stop: StopWatch(after: batches))
    var attempts = 1
    while end == .interrupted, attempts < 40 {
      end = try tiny.resume(id, stop: StopWatch(after: batches))
      attempts += 1
    }
    #expect(attempts > 2)
    #expect(try tiny.result(of: id) == expected)
    // Every second epoch stays, and the last one with its state.
    #expect(Set(expected.snapshots.map(\.position.epoch)).isSuperset(of: [2, 4, 6]))
  }

  @Test("a state saved behind every batch changes no bit, and leaves nothing within an epoch")
  func savedStates() throws {
    let tiny = try TinyTraining()
    let (reference, _) = try tiny.start(Self.everything)
    let events = EventLog()
    // A nanosecond: whenever it is asked.
    let (id, _) = try tiny.start(Self.everything + ["snapshots.every_minutes=1e-11"], events: events)
    #expect(try tiny.result(of: id) == tiny.result(of: reference))
    #expect(events.savedStates.count == 6 * 5)
    #expect(events.savedStates.first == SnapshotPosition(epoch: 1, batch: 1))
    #expect(try !tiny.snapshotNames(of: id).contains { $0.contains("batch") })
    let timings = try tiny.registry.details(of: id).timings
    #expect(timings.contains { $0.phase == "snapshots within epochs" && $0.seconds > 0 })
  }

  @Test("layers learn from the epoch on at which they are unfrozen, not before")
  func unfreezing() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(
      Self.everything + ["snapshots={keep_last: 6}", "train.early_stopping=null"])
    let reader = SnapshotReader(runFolder: tiny.registry.folderPath(of: id))
    let snapshots = try tiny.registry.snapshots(of: id)
    #expect(snapshots.count == 6)
    for snapshot in snapshots {
      let names = try reader.tensorNames(in: snapshot.values)
      let epoch = snapshot.position.epoch
      #expect(names.contains("vggish/conv3/conv3_1/weights") == (epoch >= 2), "epoch \(epoch)")
      #expect(names.contains("vggish/conv1/weights") == (epoch >= 4), "epoch \(epoch)")
      #expect(names.contains("vggish/conv4/conv4_1/weights"))
    }
    let last = try #require(snapshots.last)
    let plan = try tiny.preparation(Self.everything).engine.compile(
      try #require(tiny.preparation(Self.everything).phases.last).network,
      options: tiny.preparation(Self.everything).options)
    let state = try TrainerState(decoding: reader.loadState(of: last, into: plan))
    // Five batches an epoch; conv1, conv2, conv3 twice, and the eight that learned from the first step on.
    #expect(state.layerStarts == [15, 15, 5, 5, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("class weights change what is learned; a weight of one for each class does not")
  func classWeights() throws {
    let tiny = try TinyTraining()
    let plain = try tiny.result(of: tiny.start(["train.epochs=1"]).id)
    let ones = try tiny.result(
      of: tiny.start(["train.epochs=1", "train.class_weights={low: 1, high: 1}"]).id)
    let heavy = try tiny.result(of: tiny.start(["train.epochs=1", "train.class_weights={low: 5}"]).id)
    #expect(ones.epochs == plain.epochs && ones.snapshots == plain.snapshots)
    #expect(heavy.epochs != plain.epochs)
  }
}
