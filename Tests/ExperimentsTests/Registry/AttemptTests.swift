import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("Attempts and liveness")
struct AttemptTests {
  private let folder: TemporaryFolder
  private let registry: Registry

  init() throws {
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path)
  }

  @Test("a run whose process was killed has crashed, and tells how far it had come")
  func killed() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
      let handle = try Registry(directory: path).createRun(SampleRun.make())
      try handle.recordEpoch(SampleRun.epoch(1), snapshot: nil)
      try handle.noteProgress(RunProgress(epoch: 2, batch: 340, batchCount: 1000))
      kill(getpid(), SIGKILL)
    }
    let summary = try #require(try registry.runs().first)
    #expect(summary.status == .crashed)
    #expect(summary.progress == RunProgress(epoch: 2, batch: 340, batchCount: 1000))
    #expect(summary.epochCount == 1)
    let handle = try registry.reopenRun(summary.id, environment: SampleRun.environment)
    #expect(handle.attempt == 2)
    #expect(try registry.runs().first?.status == .running)
    try handle.recordEpoch(SampleRun.epoch(2), snapshot: nil)
    try handle.finish(.finished)
    let details = try registry.details(of: summary.id)
    #expect(details.attempts.map(\.status) == [.crashed, .finished])
    #expect(details.attempts[0].process != details.attempts[1].process)
    #expect(try registry.epochs(of: summary.id).map(\.attempt) == [1, 2])
  }

  @Test("a run that another process works on is running, and can't be resumed")
  func alive() async throws {
    let handle = try registry.createRun(SampleRun.make())
    await #expect(processExitsWith: .success) {
      [path = folder.path as String, id = handle.id.text as String] in
      let registry = try Registry(directory: path)
      #expect(try registry.runs().first?.status == .running)
      let id = try #require(RunID(id))
      #expect { _ = try registry.reopenRun(id, environment: SampleRun.environment) } throws: { error in
        guard let error = error as? ExperimentError else { return false }
        return error.code == .registry && error.found.contains("is being worked on by process")
      }
    }
    #expect(try registry.details(of: handle.id).attempts.count == 1)
    try handle.finish(.interrupted, reason: "Ctrl-C")
    let details = try registry.details(of: handle.id)
    #expect((details.status, details.reason) == (.interrupted, "Ctrl-C"))
    #expect(details.attempts[0].endedAt != nil)
  }

  @Test("a reused process number or another boot is another process")
  func identity() {
    let own = ProcessIdentity.current()
    #expect(own.isAlive)
    var reused = own
    reused.startTicks -= 1
    #expect(!reused.isAlive)
    var rebooted = own
    rebooted.bootID = "00000000-0000-0000-0000-000000000000"
    #expect(!rebooted.isAlive)
  }

  @Test("without its lock file a run lives as long as its process")
  func lostLock() throws {
    let handle = try registry.createRun(SampleRun.make())
    try FileManager.default.removeItem(atPath: handle.folder.lockPath)
    #expect(try registry.details(of: handle.id).status == .running)
  }

  @Test("looking at a run many times never keeps it from being resumed")
  func lookingIsHarmless() async throws {
    let id: RunID
    do {
      let handle = try registry.createRun(SampleRun.make())
      id = handle.id
      try handle.finish(.interrupted)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<200 { _ = registry.liveState(of: id, lastProcess: nil) } }
      }
      group.addTask {
        for _ in 0..<10 {
          try registry.reopenRun(id, environment: SampleRun.environment).finish(.interrupted)
        }
      }
      try await group.waitForAll()
    }
    #expect(try registry.details(of: id).attempts.count == 11)
  }

  @Test("a new attempt takes out what a crash left half-recorded")
  func mending() throws {
    var handle = try registry.createRun(SampleRun.make())
    let id = handle.id
    try handle.recordEpoch(SampleRun.epoch(1), snapshot: nil)
    _ = try handle.folder.append(SampleRun.epoch(2))
    let file = try FileHandle(forWritingTo: URL(filePath: handle.folder.epochsPath))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"epoch\":3,".utf8))
    let snapshots = handle.folderPath + "/snapshots"
    try RunFolder.createFolder(snapshots)
    for name in ["epoch-0002.safetensors", "epoch-0003.safetensors.tmp", "frozen.safetensors"] {
      try Data("x".utf8).write(to: URL(filePath: snapshots + "/" + name))
    }
    try handle.finish(.interrupted)
    handle = try registry.reopenRun(
      id, environment: SampleRun.environment,
      extending: RunExtension(firstEpoch: 3, plannedEpochs: 90, schedule: .keep))
    let written = try handle.folder.readEpochs()
    #expect(written.epochs.map(\.epoch) == [1] && written.isWhole)
    #expect(try FileManager.default.contentsOfDirectory(atPath: snapshots) == ["frozen.safetensors"])
    #expect(try registry.details(of: id).plannedEpochs == 90)
    try handle.recordEpoch(SampleRun.epoch(2), snapshot: nil)
    #expect(try handle.folder.readEpochs().epochs.map(\.epoch) == [1, 2])
  }

  @Test("an attempt that has ended records nothing more")
  func ended() throws {
    let handle = try registry.createRun(SampleRun.make())
    try handle.finish(.finished)
    #expect(throws: ExperimentError.self) { try handle.recordEpoch(SampleRun.epoch(1), snapshot: nil) }
    #expect(throws: ExperimentError.self) { try handle.recordWarning("late") }
    #expect(throws: ExperimentError.self) {
      try handle.noteProgress(RunProgress(epoch: 1, batch: 1, batchCount: 1))
    }
  }
}
