import Foundation
import Net
import Testing

@testable import Experiments

@Suite("A full disk", .enabled(if: SmallDisk.isPossible, "mounting a file system takes the superuser"))
struct FullDiskTests {
  @Test("is named with its free space, and leaves nothing behind")
  func atomicFile() throws {
    let disk = try SmallDisk()
    try AtomicFile.write("old", to: disk.path + "/x")
    do {
      try AtomicFile.write([UInt8](repeating: 1, count: 3 << 20), to: disk.path + "/x")
      Issue.record("3 MiB went onto a disk of 1 MiB")
    } catch {
      #expect(error.code == .inputOutput)
      #expect(error.found.contains("No space left on device") && error.found.contains("MiB free"))
    }
    #expect(disk.names == ["x"])
  }

  @Test("shows when room for a file is reserved")
  func reserve() throws {
    let disk = try SmallDisk()
    do {
      var file = try AtomicFile(path: disk.path + "/x")
      #expect { try file.reserve(3 << 20) } throws: {
        ($0 as? ExperimentError)?.found.contains("No space") == true
      }
    }
    #expect(disk.names.isEmpty)
  }

  @Test("stops a snapshot, which leaves no file, and the epochs recorded before are safe")
  func snapshot() throws {
    let disk = try SmallDisk()
    let registry = try Registry(directory: disk.path)
    let handle = try registry.createRun(SampleRun.make())
    let plan = try SampleRun.plan(width: 2, frozen: [])
    let filler = disk.path + "/filler"
    try handle.recordEpoch(SampleRun.epoch(1), snapshot: nil)
    let free = try #require(SystemFailure.freeByteCount(near: disk.path))
    try Data(repeating: 1, count: free - 40_000).write(to: URL(filePath: filler))
    let writer = try SnapshotWriter(runFolder: handle.folderPath)
    #expect { _ = try writer.write(plan, at: SnapshotPosition(epoch: 2), trainer: "{}") } throws: {
      ($0 as? ExperimentError)?.code == .inputOutput
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: handle.folderPath + "/snapshots")
    #expect(left.isEmpty)
    #expect(try registry.epochs(of: handle.id).map(\.epoch) == [1])
  }

  @Test("stops the recording of an epoch whole: no row, no line, no snapshot")
  func registry() throws {
    let disk = try SmallDisk()
    let registry = try Registry(directory: disk.path)
    let handle = try registry.createRun(SampleRun.make())
    try handle.recordEpoch(SampleRun.epoch(1), snapshot: nil)
    let filler = disk.path + "/filler"
    try Data().write(to: URL(filePath: filler))
    let file = try FileHandle(forWritingTo: URL(filePath: filler))
    let free = try #require(SystemFailure.freeByteCount(near: disk.path))
    try file.write(contentsOf: Data(repeating: 1, count: free))
    var failures = 0
    // The first pages may still fit where the log of the database has room.
    for epoch in 2...40 {
      do {
        try handle.recordEpoch(SampleRun.epoch(epoch), snapshot: nil)
      } catch {
        #expect((error as? ExperimentError)?.code == .inputOutput)
        failures += 1
        break
      }
    }
    #expect(failures == 1)
    let rows = try registry.epochs(of: handle.id).map(\.epoch)
    #expect(try handle.folder.readEpochs().epochs.map(\.epoch) == rows)
    try file.truncate(atOffset: 0)
    try handle.recordEpoch(SampleRun.epoch(rows.count + 1), snapshot: nil)
    #expect(try registry.epochs(of: handle.id).count == rows.count + 1)
  }
}
