import Net
import Testing

@testable import Experiments

@Suite("A run that is stopped and resumed")
struct ExactResumeTests {
  static let engines: [EngineName] = EngineName.allCases.filter { name in
    (try? ComputeConfig(engine: name).selectEngine()) != nil
  }

  private static let twoThreads = ["compute.threads=2"]

  @Test("same config and seed: the same bits; another seed: others", arguments: engines)
  func repetition(engine: EngineName) throws {
    let tiny = try TinyTraining()
    let (first, outcome) = try tiny.start(Self.twoThreads, engine: engine)
    let (second, _) = try tiny.start(Self.twoThreads, engine: engine)
    let (other, _) = try tiny.start(Self.twoThreads + ["seed=4"], engine: engine)
    #expect(outcome == .finished)
    let result = try tiny.result(of: first)
    #expect(result.epochs.count == 2 && result.evaluations.count == 1 && !result.snapshots.isEmpty)
    // Four recordings of two examples train in each of three classes: 24 examples, the fifth batch has four.
    #expect(result.epochs.map(\.step) == [5, 10])
    #expect(try tiny.result(of: second) == result)
    #expect(try tiny.result(of: other).snapshots.last?.values.digest != result.snapshots.last?.values.digest)
    #expect(try tiny.result(of: other).epochs.first?.metrics != result.epochs.first?.metrics)
  }

  @Test(
    "wherever it is stopped – in an epoch, behind one, in validation, in the final evaluation – it ends the same"
  )
  func everyPlace() throws {
    let tiny = try TinyTraining()
    let watch = StopWatch()
    let (reference, _) = try tiny.start(stop: watch)
    let expected = try tiny.result(of: reference)
    #expect(watch.count > 12)
    var reasons: Set<String> = []
    for limit in 0..<watch.count {
      let (id, outcome) = try tiny.start(stop: StopWatch(after: limit))
      #expect(outcome == .interrupted)
      let stopped = try tiny.registry.details(of: id)
      #expect(stopped.status == .interrupted)
      reasons.insert(stopped.reason)
      #expect(try tiny.resume(id) == .finished)
      #expect(try tiny.result(of: id) == expected, "stopped when asked for the \(limit)th time")
      let details = try tiny.registry.details(of: id)
      #expect(details.attempts.map(\.status) == [.interrupted, .finished])
    }
    #expect(reasons.contains("stopped during the final evaluation"))
    #expect(
      reasons.contains("stopped at epoch 1, batch 0") && reasons.contains("stopped at epoch 2, batch 0"))
    #expect(
      reasons.contains("stopped at epoch 1, batch 1") && reasons.contains("stopped at epoch 2, batch 3"))
  }

  @Test("stopped again and again, after every few batches, it ends the same", arguments: engines)
  func manyStops(engine: EngineName) throws {
    let tiny = try TinyTraining()
    let (reference, _) = try tiny.start(Self.twoThreads, engine: engine)
    var (id, outcome) = try tiny.start(Self.twoThreads, engine: engine, stop: StopWatch(after: 2))
    var attempts = 1
    while outcome == .interrupted, attempts < 30 {
      outcome = try tiny.resume(id, stop: StopWatch(after: 3))
      attempts += 1
    }
    #expect(outcome == .finished)
    #expect(attempts > 4)
    #expect(try tiny.result(of: id) == tiny.result(of: reference))
    #expect(try tiny.registry.details(of: id).attempts.count == attempts)
    let folder = RunFolder(path: tiny.registry.folderPath(of: id))
    #expect(try folder.readEpochs().epochs.map(\.epoch) == [1, 2])
  }

  @Test("a stop within an epoch keeps a snapshot there, and the resume goes on at the very batch")
  func place() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(stop: StopWatch(after: 2))
    #expect(
      try tiny.snapshotNames(of: id) == [
        "epoch-0001-batch-000002.safetensors", "epoch-0001-batch-000002.state.safetensors",
      ])
    let events = EventLog()
    try tiny.resume(id, events: events)
    #expect(events.beginnings == [10, 0])
    #expect(events.warnings.isEmpty)
    #expect(try !tiny.snapshotNames(of: id).contains { $0.contains("batch") })
  }
}
