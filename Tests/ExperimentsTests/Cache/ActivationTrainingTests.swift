import Foundation
import Net
import Synchronization
import Testing

@testable import Experiments

@Suite("Training from cached activations")
struct ActivationTrainingTests {
  private static let frozen = "model.frozen=[conv1, conv2, conv3, conv4]"
  private static let on = [frozen, "cache.activations=on"]
  private static let off = [frozen, "cache.activations=off"]

  private static func shards(_ tiny: TinyTraining) -> [String] {
    CacheFolder.all([.activations], in: tiny.cache.folder).flatMap(\.shardPaths)
  }

  @Test(
    "gives the same bits as training without them: figures, snapshots, predictions",
    arguments: ExactResumeTests.engines,
    ["[conv1]", "[conv1, conv2, conv3]", "[conv1, conv2, conv3, conv4]", "[vggish]", "[conv1, conv3]"])
  func sameBits(engine: EngineName, frozen: String) throws {
    let tiny = try TinyTraining()
    let layers = ["model.frozen=\(frozen)", "model.width=4"]
    let events = EventLog()
    let (cached, _) = try tiny.start(layers + ["cache.activations=on"], engine: engine, events: events)
    let (plain, _) = try tiny.start(layers + ["cache.activations=off"], engine: engine)
    #expect(!Self.shards(tiny).isEmpty && events.warnings.isEmpty)
    let expected = try tiny.result(of: plain)
    #expect(expected.epochs.count == 2 && expected.evaluations.count == 1)
    #expect(try tiny.result(of: cached) == expected)
    // The whole network is in the snapshot and does without the cache.
    let record = try RunEvaluation(
      registry: tiny.registry, cache: tiny.cache, compute: ComputeConfig(engine: engine, threads: 1),
      isCancelled: { false }, observe: { _ in }
    ).evaluate(cached, split: .test)
    #expect(record.metrics["loss"]?.bitPattern == expected.evaluations[0].metrics["loss"])
  }

  @Test("says the size before it computes, and computes once for all runs")
  func sharing() throws {
    let tiny = try TinyTraining()
    let first = EventLog()
    _ = try tiny.start(Self.on, events: first)
    #expect(first.notes == ["activation cache: 36 examples x 384 floats = 55.3 kB"])
    #expect(first.activations.last.map { [$0.done, $0.total] } == [36, 36])
    let shards = Self.shards(tiny)
    let second = EventLog()
    _ = try tiny.start(Self.on + ["train.learning_rate=1e-4"], events: second)
    #expect(second.notes == ["activation cache: 36 examples x 384 floats = 55.3 kB, all there"])
    #expect(second.activations.isEmpty && Self.shards(tiny) == shards)
  }

  @Test("a file that changed costs only itself")
  func changedFile() throws {
    let tiny = try TinyTraining()
    _ = try tiny.start(Self.on)
    try tiny.data.write("low/low2.wav", hertz: 999, seed: 99)
    let events = EventLog()
    let (id, _) = try tiny.start(Self.on, events: events)
    #expect(events.notes == ["activation cache: 36 examples x 384 floats = 55.3 kB, 34 there"])
    #expect(events.activations.last?.total == 2)
    #expect(try tiny.result(of: id) == tiny.result(of: tiny.start(Self.off).id))
  }

  @Test("other weights, layers, features and precisions have caches of their own")
  func keys() throws {
    let tiny = try TinyTraining()
    for overrides in [
      [], ["seed=4"], ["model.frozen=[conv1, conv2, conv3]"], ["features.hop_seconds=0.48"],
      ["features.precision=float16"], ["cache.precision=float16"],
    ] {
      let events = EventLog()
      _ = try tiny.start(Self.on + ["train.epochs=1"] + overrides, events: events)
      #expect(events.activations.first != nil, "\(overrides)")
    }
    #expect(CacheFolder.all([.activations], in: tiny.cache.folder).count == 6)
  }

  @Test("in half precision is close, and half the size")
  func halfPrecision() throws {
    let tiny = try TinyTraining()
    let events = EventLog()
    let (half, _) = try tiny.start(Self.on + ["cache.precision=float16"], events: events)
    #expect(events.notes == ["activation cache: 36 examples x 384 half floats = 27.6 kB"])
    let (whole, _) = try tiny.start(Self.off)
    let key = MetricKey(.train, "loss")
    let losses = try [half, whole].map { try tiny.registry.epochs(of: $0).compactMap { $0.metrics[key] } }
    for (one, other) in zip(losses[0], losses[1]) {
      #expect(one != other)
      // Half precision keeps 11 bits: 5e-4 of each input; two epochs of ten steps multiply it a little.
      #expect(abs(one - other) < 5e-3 * other, "\(one) and \(other)")
    }
  }

  @Test(
    "a run goes on from either to either, wherever it stopped, and ends the same",
    arguments: [(on, "off"), (off, "on"), (on, "on")])
  func resume(start: [String], then: String) throws {
    let tiny = try TinyTraining()
    let expected = try tiny.result(of: tiny.start(Self.off).id)
    for limit in [1, 4, 9, 14] {
      let (id, outcome) = try tiny.start(start, stop: StopWatch(after: limit))
      #expect(outcome == .interrupted)
      let training = tiny.training()
      #expect(try training.resume(id, overrides: ["cache.activations=\(then)"]) == .finished)
      #expect(try tiny.result(of: id) == expected, "stopped when asked for the \(limit)th time")
    }
  }

  @Test("a stop while they are computed keeps what is done, and the run begins behind it")
  func stopWhileBuilding() throws {
    let tiny = try TinyTraining(data: ToneFolder(recordings: 12))
    let (id, outcome) = try tiny.start(Self.on, stop: StopWatch(after: 5))
    #expect(outcome == .interrupted)
    #expect(try tiny.registry.details(of: id).reason == "stopped while activations were computed")
    #expect(Self.shards(tiny).count == 1)
    let events = EventLog()
    #expect(try tiny.resume(id, events: events) == .finished)
    // Five batches of five examples are twelve clips of two and an example that was lost.
    #expect(events.activations.last?.total == 72 - 24)
    #expect(try tiny.result(of: id) == tiny.result(of: tiny.start(Self.off).id))
  }

  @Test("trains without where the limit does not allow it, and says so")
  func limit() throws {
    let tiny = try TinyTraining()
    let events = EventLog()
    let (id, _) = try tiny.start(Self.on + ["cache.limit_gb=0.00005"], events: events)
    #expect(
      events.warnings == [
        "trained without the activation cache: 55.3 kB are more than cache.limit_gb allows, 50.0 kB"
      ])
    #expect(Self.shards(tiny).isEmpty)
    #expect(try tiny.result(of: id) == tiny.result(of: tiny.start(Self.off).id))
    #expect(try tiny.registry.details(of: id).warnings.map(\.text) == events.warnings)
  }

  @Test("removes the activations that were used longest ago to stay within the limit, and none in use")
  func leastRecentlyUsed() throws {
    let tiny = try TinyTraining()
    func start(seed: Int, limit: String = "50") throws -> EventLog {
      let events = EventLog()
      _ = try tiny.start(
        Self.on + ["train.epochs=1", "seed=\(seed)", "cache.limit_gb=\(limit)"], events: events)
      return events
    }
    func folders() -> [CacheFolder] {
      CacheFolder.all([.activations], in: tiny.cache.folder).sorted { $0.lastUsed < $1.lastUsed }
    }
    for seed in 1...3 { _ = try start(seed: seed) }
    let before = folders().map(\.key)
    // Used again: now the second was used longest ago. Room for three and a half.
    _ = try start(seed: 1)
    _ = try start(seed: 4, limit: "0.0002")
    #expect(folders().map(\.key).prefix(2) == [before[2], before[0]] && folders().count == 3)
    let lease = try CacheLease.use(folders()[0].path)
    _ = try start(seed: 5, limit: "0.0002")
    #expect(folders().contains { $0.key == before[2] } && folders().count == 3)
    let leases = try folders().map { try CacheLease.use($0.path) }
    let refused = try start(seed: 6, limit: "0.0002")
    #expect(refused.warnings.first?.contains("other runs in progress leave no room") == true)
    #expect(folders().count == 3)
    _ = (lease, leases)
  }

  @Test("a full disk is no reason to stop", .enabled(if: SmallDisk.isPossible))
  func fullDisk() throws {
    let tiny = try TinyTraining()
    _ = try tiny.start(Self.off)
    let disk = try SmallDisk()
    let cache = tiny.cache.folder + "/activations"
    try FileManager.default.createSymbolicLink(atPath: cache, withDestinationPath: disk.path)
    let events = EventLog()
    let (id, _) = try tiny.start(Self.on, events: events)
    #expect(
      events.warnings.first?.hasPrefix("trained without the activation cache: 55.3 kB do not fit on the disk")
        == true, "\(events.warnings)")
    #expect(try tiny.result(of: id) == tiny.result(of: tiny.start(Self.off).id))
  }

  @Test("auto keeps them where they save time: several epochs, and a good part of a step")
  func auto() throws {
    let tiny = try TinyTraining()
    func keeps(_ frozen: String, epochs: Int = 2) throws -> Bool {
      let preparation = try tiny.preparation(["model.frozen=\(frozen)", "model.width=64"])
      return preparation.keepsActivations(of: preparation.network, epochs: epochs)
    }
    #expect(try !keeps("[]") && !keeps("[conv2, conv3]"))
    #expect(try !keeps("[conv1, conv2]") && keeps("[conv1, conv2, conv3]") && keeps("[vggish]"))
    #expect(try !keeps("[vggish]", epochs: 1))
  }

  @Test("on with nothing frozen at the bottom is an error at its place")
  func nothingFrozen() throws {
    let tiny = try TinyTraining()
    let error = try #require(throws: ExperimentError.self) {
      _ = try tiny.preparation(["cache.activations=on", "model.frozen=[conv2]"])
    }
    #expect(error.code == .invalidConfig)
    #expect(error.description.contains("cache.activations is on, but the lowest layer, conv1, learns"))
  }

  @Test("two runs that build at once get the same results, and compute everything once")
  func twoAtOnce() async throws {
    let tiny = try TinyTraining()
    let expected = try tiny.result(of: tiny.start(Self.off).id)
    let logs = [EventLog(), EventLog(), EventLog()]
    let results = try await withThrowingTaskGroup(of: RunResult.self) { group in
      for log in logs {
        group.addTask { try tiny.result(of: tiny.start(Self.on, events: log).id) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results == [expected, expected, expected])
    let computed = logs.compactMap { $0.activations.last?.done }
    #expect(computed.reduce(0, +) == 36, "\(computed)")
  }

  @Test("a process that was killed leaves whole shards, and the next one goes on from them")
  func killed() async throws {
    let tiny = try TinyTraining(data: ToneFolder(recordings: 12))
    _ = try tiny.start(Self.off)
    let format = ShardFormat(rowShape: [3], precision: .float32, source: "killed")
    let folder = tiny.cache.folder + "/activations/" + format.key
    await #expect(processExitsWith: .failure) { [folder = folder as String] in
      let format = ShardFormat(rowShape: [3], precision: .float32, source: "killed")
      let lease = try CacheLease.use(folder)
      let lock = try CacheBuildLock.take(folder, isCancelled: { false }, wait: { _ in })
      lock.note(plannedByteCount: 1_000_000)
      var filling = ShardFilling(folder: folder, format: format)
      try filling.append([1, 2, 3].span, of: SHA256.hash("a"))
      try filling.flush()
      try Data([1, 2, 3]).write(to: URL(filePath: folder + "/b.safetensors.tmp"))
      _ = lease
      kill(getpid(), SIGKILL)
    }
    let place = try #require(CacheFolder.all([.activations], in: tiny.cache.folder).first)
    #expect(place.path == folder && place.claimedByteCount == place.byteCount)
    #expect(!CacheLease.isUsed(folder))
    let lock = try CacheBuildLock.take(folder, isCancelled: { false }, wait: { _ in })
    lock.note(plannedByteCount: 2_000_000)
    #expect(place.claimedByteCount == 2_000_000)
    place.removeLeftovers()
    #expect(place.shardPaths.count == 1 && !place.names.contains { $0.hasSuffix(".tmp") })
    #expect(try CacheShard(path: place.shardPaths[0], format: format).rowCount == 1)
    #expect(throws: ExperimentError.self) {
      _ = try CacheBuildLock.take(folder, isCancelled: { true }, wait: { _ in })
    }
  }
}
