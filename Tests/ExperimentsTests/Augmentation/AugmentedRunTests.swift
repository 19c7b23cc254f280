import Audio
import Net
import Testing

@testable import Experiments

@Suite("A run with augmentation")
struct AugmentedRunTests {
  private static let all = [
    "augment={crop: true, gain: 6, noise: {probability: 0.7}, time_masks: 1, frequency_masks: 1, mixup: 0.3}",
    "data.background=low", "train.class_weights=inverse", "train.sampling=balanced", "train.focal_gamma=1",
  ]

  @Test("wherever it is stopped it ends with the same bits", arguments: ExactResumeTests.engines)
  func everyPlace(engine: EngineName) throws {
    let tiny = try TinyTraining()
    let watch = StopWatch()
    let (reference, _) = try tiny.start(Self.all, engine: engine, stop: watch)
    let expected = try tiny.result(of: reference)
    for limit in stride(from: 1, to: watch.count, by: 3) {
      let (id, outcome) = try tiny.start(Self.all, engine: engine, stop: StopWatch(after: limit))
      #expect(outcome == .interrupted)
      #expect(try tiny.resume(id) == .finished)
      #expect(try tiny.result(of: id) == expected, "stopped when asked for the \(limit)th time")
    }
  }

  @Test("ends with the same bits at any number of threads, and with others without augmentation")
  func threads() throws {
    let tiny = try TinyTraining()
    let (one, _) = try tiny.start(Self.all + ["compute.threads=1"])
    let (three, _) = try tiny.start(Self.all + ["compute.threads=3"])
    let (plain, _) = try tiny.start()
    #expect(try tiny.result(of: one) == tiny.result(of: three))
    #expect(try tiny.result(of: one).snapshots.last?.values != tiny.result(of: plain).snapshots.last?.values)
  }

  @Test("validates and tests on the very examples that a run without it does")
  func heldOut() throws {
    let tiny = try TinyTraining()
    func values(_ overrides: [String], _ split: Split) throws -> [Float] {
      let preparation = try tiny.preparation(overrides)
      let (examples, _) = try tiny.training().loadExamples(preparation)
      let set = try #require(examples.set(split))
      var values = [Float](repeating: 0, count: set.count * Examples.valueCount)
      var span = values.mutableSpan
      try set.gather(0..<set.count, into: &span)
      return values
    }
    for split in [Split.validation, .test] {
      #expect(try values(Self.all, split) == values([], split))
    }
    // An untrained step: a learning rate too small to move a weight leaves the same figures in validation and test.
    let still = ["train.learning_rate=1e-30", "train.epochs=1"]
    let (plain, _) = try tiny.start(still)
    let (varied, _) = try tiny.start(still + Self.all.prefix(2))
    let (a, b) = (try tiny.result(of: plain), try tiny.result(of: varied))
    #expect(
      a.epochs[0].metrics[MetricKey(.validation, "loss")]
        == b.epochs[0].metrics[MetricKey(.validation, "loss")])
    #expect(a.evaluations[0].metrics["loss"] == b.evaluations[0].metrics["loss"])
    #expect(a.epochs[0].metrics[MetricKey(.train, "loss")] != b.epochs[0].metrics[MetricKey(.train, "loss")])
  }

  @Test("computes frozen layers anew and says so; asking for their cache is an error")
  func activations() throws {
    let tiny = try TinyTraining()
    let frozen = ["model.frozen=[vggish]", "augment.time_masks=1"]
    let events = EventLog()
    _ = try tiny.start(frozen, events: events)
    #expect(events.notes.contains { $0.contains("activation cache: off, augment varies") })
    #expect(throws: ExperimentError.self) { try tiny.preparation(frozen + ["cache.activations=on"]) }
  }

  @Test(
    "settings that can't be meant are refused with their place",
    arguments: [
      ("augment.noise={}", "augment.noise without a folder"),
      ("augment.noise={folder: x, min_snr: 9, max_snr: 2}", "9.0 dB above max_snr"),
      ("augment.mixup=-1", "augment.mixup is '-1'"), ("augment.time_mask_width=97", "is '97'"),
      ("augment.mixupp=1", "Did you mean 'mixup'"), ("data.background=hig", "Did you mean 'high'"),
    ])
  func refused(override: String, message: String) throws {
    let tiny = try TinyTraining()
    let error = #expect(throws: ExperimentError.self) { try tiny.preparation([override]) }
    #expect(error?.description.contains(message) == true)
  }

  @Test("noise without a usable recording ends it before it begins")
  func noNoise() throws {
    let tiny = try TinyTraining()
    let empty = try TemporaryFolder()
    #expect(throws: ExperimentError.self) {
      try tiny.start(["augment.noise={folder: \"\(empty.path)\"}"])
    }
    #expect(!tiny.hasRunFolders)
  }
}
