import Foundation
import Net
import Testing

@testable import Experiments

@Suite("RunEvaluation")
struct RunEvaluationTests {
  private static func evaluation(_ tiny: TinyTraining, events: EventLog = EventLog()) -> RunEvaluation {
    RunEvaluation(
      registry: tiny.registry, cache: tiny.cache, compute: ComputeConfig(engine: .openblas, threads: 2),
      isCancelled: { false }, observe: { events.add($0) })
  }

  @Test("on a split of the run's own it gives the figures of the final evaluation, and is recorded behind it")
  func split() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start()
    let final = try #require(try tiny.registry.evaluations(of: id).first)
    let again = try Self.evaluation(tiny).evaluate(id, split: .test)
    #expect(again.number == 2)
    #expect(again.metrics.mapValues(\.bitPattern) == final.metrics.mapValues(\.bitPattern))
    #expect(again.confusions == final.confusions && again.predictions == final.predictions)
    let training = try Self.evaluation(tiny).evaluate(id, split: .train, snapshot: .last)
    #expect(training.clipCount == 12 && training.snapshot == SnapshotPosition(epoch: 2))
    #expect(
      try tiny.registry.evaluations(of: id).map(\.target) == [.split(.test), .split(.test), .split(.train)])
    let epoch = try #require(try tiny.registry.epochs(of: id).last)
    let validation = try Self.evaluation(tiny).evaluate(id, split: .validation, snapshot: .last)
    #expect(validation.metrics["loss"] == epoch.metrics[MetricKey(.validation, "loss")])
    #expect(validation.metrics["accuracy"] == epoch.metrics[MetricKey(.validation, "accuracy")])
  }

  @Test("refuses a split that the run has not, and data that changed")
  func refusals() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=1", "data.split={validation: 0, test: 0.2}"])
    let error = try #require(throws: ExperimentError.self) {
      _ = try Self.evaluation(tiny).evaluate(id, split: .validation)
    }
    #expect(error.found.contains("no validation split") && error.expected == "train or test")
    try tiny.data.write("low/low2.wav", hertz: 999, seed: 99)
    let changed = try #require(throws: ExperimentError.self) {
      _ = try Self.evaluation(tiny).evaluate(id, split: .test)
    }
    #expect(changed.found.contains("1 file changed (low/low2.wav)"))
    #expect(try tiny.registry.evaluations(of: id).count == 1)
  }

  @Test(
    "on another folder it matches classes by name, and leaves unknown ones and unreadable files out, saying so"
  )
  func folder() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start()
    let final = try #require(try tiny.registry.evaluations(of: id).first)
    let manifest = try String(
      contentsOfFile: tiny.registry.folderPath(of: id) + "/split.csv", encoding: .utf8)
    let other = try TemporaryFolder()
    // A class in front of all others moves their numbers in the folder.
    try DataFolder.write([], to: "aardvark/a.wav", in: other)
    for line in manifest.split(separator: "\n") where line.contains("test") {
      let path = String(line.prefix { $0 != "," })
      let bytes = try Data(contentsOf: URL(filePath: tiny.data.path + "/" + path))
      try DataFolder.write([UInt8](bytes), to: path, in: other)
    }
    let events = EventLog()
    let record = try Self.evaluation(tiny, events: events).evaluate(id, folder: other.path)
    #expect(record.metrics.mapValues(\.bitPattern) == final.metrics.mapValues(\.bitPattern))
    #expect(record.target == .folder(other.path) && record.confusions == final.confusions)
    #expect(events.warnings == ["1 classes are unknown to the run and left out: aardvark"])
    #expect(try tiny.registry.evaluations(of: id).map(\.number) == [1, 2])

    try DataFolder.write(Array("no sound".utf8), to: "low/broken.wav", in: other)
    try FileManager.default.removeItem(atPath: other.path + "/high")
    let fewer = EventLog()
    let part = try Self.evaluation(tiny, events: fewer).evaluate(id, folder: other.path)
    #expect(part.clipCount == 2)
    #expect(fewer.warnings.contains { $0.hasPrefix("low/broken.wav: ") })
    let recalls = try #require(part.classMetrics["recall"])
    #expect(recalls[0].isNaN && !recalls[1].isNaN && !recalls[2].isNaN)
  }

  @Test("refuses a folder without a known class or readable clip, and one that is not there")
  func useless() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=1"])
    let other = try TemporaryFolder()
    try DataFolder.write([1], to: "zebra/a.wav", in: other)
    let unknown = try #require(throws: ExperimentError.self) {
      _ = try Self.evaluation(tiny).evaluate(id, folder: other.path)
    }
    #expect(unknown.found.contains("zebra") && unknown.expected.contains("high, low, middle"))
    try DataFolder.write([1], to: "low/a.wav", in: other)
    let unreadable = try #require(throws: ExperimentError.self) {
      _ = try Self.evaluation(tiny).evaluate(id, folder: other.path)
    }
    #expect(unreadable.found.contains("no clip in \(other.path) can be read"))
    let missing = try #require(throws: ExperimentError.self) {
      _ = try Self.evaluation(tiny).evaluate(id, folder: other.path + "/nosuch")
    }
    #expect(missing.code == .missingFile)
    #expect(try tiny.registry.evaluations(of: id).count == 1)
  }
}
