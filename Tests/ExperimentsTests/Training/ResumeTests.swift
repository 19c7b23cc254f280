import Foundation
import Testing

@testable import Experiments

@Suite("Resuming")
struct ResumeTests {
  /// A run of two epochs that was stopped within the first.
  private static func stopped() throws -> (tiny: TinyTraining, id: RunID) {
    let tiny = try TinyTraining()
    return (tiny, try tiny.start(stop: StopWatch(after: 2)).id)
  }

  private static func refusal(_ tiny: TinyTraining, _ id: RunID, epochs: Int? = nil) throws -> ExperimentError
  {
    try #require(throws: ExperimentError.self) { try tiny.resume(id, epochs: epochs) }
  }

  @Test("refuses data that changed, naming the files, and leaves the run as it was")
  func changedData() throws {
    let (tiny, id) = try Self.stopped()
    try tiny.data.write("low/low2.wav", hertz: 999, seed: 99)
    let one = try Self.refusal(tiny, id)
    #expect(one.code == .invalidData)
    #expect(
      one.found.contains("data of run \(id) changed since it began: 1 file changed (low/low2.wav)"), "\(one)")
    try tiny.data.write("high/high1.wav", hertz: 999, seed: 99)
    let two = try Self.refusal(tiny, id)
    #expect(two.found.contains("high/high1.wav") && two.found.contains("low/low2.wav"), "\(two)")
    let details = try tiny.registry.details(of: id)
    #expect(details.status == .interrupted && details.attempts.count == 1)
  }

  @Test("refuses data of which a file is gone, naming it")
  func missingFile() throws {
    let (tiny, id) = try Self.stopped()
    try FileManager.default.removeItem(atPath: tiny.data.path + "/middle/middle3.wav")
    let error = try Self.refusal(tiny, id)
    #expect(error.code == .invalidData)
    #expect(error.found.contains("1 file is gone (middle/middle3.wav)"), "\(error)")
    #expect(!error.description.contains("remove the line"), "\(error)")
  }

  @Test("refuses other classes, naming those that came and went")
  func changedClasses() throws {
    let (tiny, id) = try Self.stopped()
    try FileManager.default.moveItem(atPath: tiny.data.path + "/low", toPath: tiny.data.path + "/lower")
    let error = try Self.refusal(tiny, id)
    #expect(error.found.contains("'low' is gone") && error.found.contains("'lower' is new"), "\(error)")
  }

  @Test("names files that came later, and leaves them out")
  func addedFile() throws {
    let (tiny, id) = try Self.stopped()
    let (reference, _) = try tiny.start()
    try tiny.data.write("low/low9.wav", hertz: 600, seed: 9)
    let events = EventLog()
    #expect(try tiny.resume(id, events: events) == .finished)
    #expect(events.warnings.contains { $0.contains("1 file is new (low/low9.wav)") }, "\(events.warnings)")
    #expect(try tiny.result(of: id) == tiny.result(of: reference))
  }

  @Test("refuses a finished run with a hint, and fewer epochs than there are")
  func finished() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start()
    let error = try Self.refusal(tiny, id)
    #expect(error.code == .invalidConfig && error.found == "run \(id) is finished with all its 2 epochs")
    #expect(error.remedy == "To train it further: jx resume \(id) --epochs 3")
    #expect(try Self.refusal(tiny, id, epochs: 2).found.contains("is finished"))
    #expect(try Self.refusal(tiny, id, epochs: 1).found.contains("has 2 epochs, 1 were asked for"))
    #expect(try tiny.registry.details(of: id).attempts.count == 1)
  }

  @Test("trains a finished run further, to the bits that as many epochs at once give")
  func furtherEpochs() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start()
    #expect(try tiny.resume(id, epochs: 4) == .finished)
    let (reference, _) = try tiny.start(["train.epochs=4"])
    let (result, expected) = (try tiny.result(of: id), try tiny.result(of: reference))
    #expect(result.epochs == expected.epochs && result.epochs.count == 4)
    #expect(result.snapshots == expected.snapshots)
    #expect(result.evaluations.count == 2 && result.evaluations.last == expected.evaluations.last)
    #expect(try tiny.registry.details(of: id).plannedEpochs == 4)
  }

  @Test("on other threads works and says that it won't be the same to the bit")
  func otherThreads() throws {
    let (tiny, id) = try Self.stopped()
    let events = EventLog()
    let training = tiny.training(events: events)
    #expect(try training.resume(id, overrides: ["compute.threads=2"]) == .finished)
    #expect(
      events.warnings == [
        "resuming with threads 2 instead of 1: the results will not be bit-identical"
      ])
  }

  @Test("refuses a snapshot whose bytes changed, naming the file, and trains on nothing else")
  func damagedSnapshot() throws {
    let (tiny, id) = try Self.stopped()
    let path = tiny.registry.folderPath(of: id) + "/snapshots/epoch-0001-batch-000002.state.safetensors"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    bytes[bytes.count - 5] ^= 4
    try Data(bytes).write(to: URL(filePath: path))
    let error = try Self.refusal(tiny, id)
    #expect(error.code == .snapshot && error.found.contains("epoch-0001-batch-000002.state.safetensors"))
    let details = try tiny.registry.details(of: id)
    #expect(details.status == .failed && details.reason.contains("epoch-0001-batch-000002.state"))
    #expect(try tiny.registry.epochs(of: id).isEmpty)
  }

  @Test("a run that stopped before its first snapshot begins again from its seed, and says so")
  func beforeFirstSnapshot() throws {
    let tiny = try TinyTraining()
    let (reference, _) = try tiny.start()
    let (id, outcome) = try tiny.start(stop: StopWatch(after: 0))
    #expect(outcome == .interrupted)
    #expect(try tiny.registry.snapshots(of: id).isEmpty)
    let events = EventLog()
    try tiny.resume(id, events: events)
    #expect(events.warnings.contains { $0.contains("begins again from its seed") })
    #expect(try tiny.result(of: id) == tiny.result(of: reference))
  }
}
