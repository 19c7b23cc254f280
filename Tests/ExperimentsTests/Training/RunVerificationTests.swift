import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Checking a resume without resuming")
struct RunVerificationTests {
  private static let overrides = [
    "train.epochs=3", "snapshots={keep_last: 2}", "train.schedule=cosine", "model.frozen=[conv1]",
    "model.unfreeze={3: conv1}",
  ]

  @Test(
    "takes the next batches twice to the same bits, and changes nothing", arguments: ExactResumeTests.engines)
  func same(engine: EngineName) throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.overrides, engine: engine, stop: StopWatch(after: 10))
    let before = try tiny.result(of: id)
    let check = try tiny.training().verify(id, replays: true)
    #expect(check.position == SnapshotPosition(epoch: 2, batch: 3))
    #expect(check.isGood && check.isRepeatable && check.stepCount == 2)
    #expect(check.recorded == .nothing)
    #expect(
      check.replay
        == ResumeCheck.Replay(start: SnapshotPosition(epoch: 1), stepCount: 3, isSame: true))
    #expect(try tiny.result(of: id) == before)
    #expect(try tiny.registry.details(of: id).attempts.count == 1)
  }

  @Test("compares them with those that the run took, and notices others")
  func recorded() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(
      Self.overrides + ["snapshots.every_minutes=0"], stop: StopWatch(after: 11))
    let folder = tiny.registry.folderPath(of: id)
    // As if the process had been killed at batch 4 of the second epoch.
    try tiny.forgetSnapshotsWithinEpochs(of: id)
    let steps = try #require(NextSteps(runFolder: folder))
    #expect(steps.position == SnapshotPosition(epoch: 1) && steps.lossBits.count == 2)
    #expect(try tiny.training().verify(id, replays: false).recorded == .same)
    var others = NextSteps(behind: SnapshotPosition(epoch: 1))
    for bits in steps.lossBits { others.note(Double(bitPattern: bits ^ 1), runFolder: folder) }
    let check = try tiny.training().verify(id, replays: false)
    #expect(check.recorded == .different && !check.isGood)
  }

  @Test("names a damaged snapshot and checks the one before")
  func damaged() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.overrides)
    let path = tiny.registry.folderPath(of: id) + "/snapshots/epoch-0003.safetensors"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    bytes[bytes.count - 9] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    let check = try tiny.training().verify(id, replays: false)
    #expect(check.position == SnapshotPosition(epoch: 2) && !check.isGood)
    #expect(check.damaged.count == 1 && check.damaged[0].contains("epoch-0003.safetensors is damaged"))
  }

  @Test("a finished run is taken into the epoch behind its last")
  func finished() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.overrides)
    let check = try tiny.training().verify(id, replays: true)
    #expect(check.isGood && check.position == SnapshotPosition(epoch: 3))
    #expect(check.replay?.start == SnapshotPosition(epoch: 2) && check.replay?.isSame == true)
  }
}
