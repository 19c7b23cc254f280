import Foundation
import Testing

@testable import Experiments

@Suite("Collecting garbage")
struct CollectionTests {
  private let folder: TemporaryFolder
  private let registry: Registry
  private let id: RunID

  /// A finished run whose best epoch is the third and last the fifth; three snapshots more than its policy keeps.
  init() throws {
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path)
    var new = SampleRun.make()
    var config = RunConfig(name: "sample", data: DataConfig(folder: "input/data"))
    config.snapshots.keepLast = 1
    new.configText = config.yaml()
    let run = try registry.createRun(new)
    let plan = try SampleRun.plan(frozen: ["vggish"])
    var writer = try SnapshotWriter(runFolder: run.folderPath)
    try writer.writeFrozen(plan)
    for epoch in 1...5 {
      let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: epoch), trainer: "")
      try run.recordEpoch(SampleRun.epoch(epoch), snapshot: snapshot)
    }
    try run.finish(.finished)
    id = run.id
  }

  private func write(_ bytes: Int, to path: String, hoursAgo: Double = 0) throws {
    let whole = folder.path + "/" + path
    try FileTree.makeFolder(FilePath.folder(of: whole))
    try Data(repeating: 1, count: bytes).write(to: URL(filePath: whole))
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now.addingTimeInterval(-3600 * hoursAgo)], ofItemAtPath: whole)
  }

  private func verdicts(_ plan: GarbagePlan) -> [String: Bool] {
    Dictionary(uniqueKeysWithValues: plan.items.map { ($0.path, $0.isKept) })
  }

  private func snapshotNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(id)/snapshots").sorted()
  }

  @Test("keeps the best and last snapshot, lets the others go, rows and files, and says why")
  func snapshots() throws {
    let plan = try registry.planCollection()
    let reasons = Dictionary(uniqueKeysWithValues: plan.items.map { ($0.path, $0.reason) })
    #expect(reasons["\(id)/snapshots/epoch-0003.safetensors"] == "best")
    #expect(reasons["\(id)/snapshots/epoch-0005.state.safetensors"] == "to go on from")
    #expect(plan.garbage.count == 7)
    let sizes = try plan.garbage.map {
      try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\($0.path)")[.size] as? Int ?? 0
    }
    #expect(plan.freedByteCount == sizes.reduce(0, +) && plan.freedByteCount > 0)
    #expect(try snapshotNames().count == 11)
    #expect(try registry.collect(plan).map(\.path) == plan.garbage.map(\.path))
    #expect(
      try snapshotNames() == [
        "epoch-0003.safetensors", "epoch-0005.safetensors", "epoch-0005.state.safetensors",
        "frozen.safetensors",
      ])
    #expect(try registry.snapshots(of: id).map(\.position.epoch) == [3, 5])
    #expect(try registry.planCollection().garbage.isEmpty)
  }

  @Test("removes what stopped writes left, and nothing that may be in the making")
  func leftovers() throws {
    _ = try registry.collect(try registry.planCollection())
    try write(10, to: "\(id)/snapshots/epoch-0006.safetensors.tmp")
    try write(20, to: "\(id)/snapshots/epoch-0007.safetensors")
    try write(30, to: "\(id)/predictions/test-epoch-0001.csv", hoursAgo: 2)
    try write(40, to: "\(id)/predictions/test-epoch-0002.csv")
    try write(50, to: "\(id)/split.csv", hoursAgo: 99)
    try write(60, to: "\(id)/run.json.tmp")
    let plan = try registry.planCollection()
    #expect(
      plan.garbage.map(\.path) == [
        "\(id)/predictions/test-epoch-0001.csv", "\(id)/run.json.tmp",
        "\(id)/snapshots/epoch-0006.safetensors.tmp",
        "\(id)/snapshots/epoch-0007.safetensors",
      ])
    #expect(plan.freedByteCount == 120)
    try registry.collect(plan)
    #expect(try registry.planCollection().garbage.isEmpty)
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(id)/split.csv"))
  }

  @Test("leaves a temporary file alone that a process is writing")
  func writing() throws {
    _ = try registry.collect(try registry.planCollection())
    var file = try AtomicFile(path: "\(folder.path)/\(id)/code.diff")
    try file.write(unsafe [UInt8](repeating: 1, count: 9).span.bytes)
    let plan = try registry.planCollection()
    #expect(plan.garbage.map(\.path) == ["\(id)/code.diff.tmp"])
    #expect(try registry.collect(plan).isEmpty)
    try file.commit()
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(id)/code.diff"))
  }

  @Test("never touches a run that a process works on, whatever was planned")
  func live() throws {
    let plan = try registry.planCollection()
    let handle = try registry.reopenRun(id, environment: SampleRun.environment)
    let names = try snapshotNames()
    let now = try registry.planCollection()
    #expect(now.garbage.isEmpty && now.items.allSatisfy { $0.reason == "a process works on the run" })
    #expect(try registry.collect(plan).isEmpty)
    #expect(try snapshotNames() == names && registry.snapshots(of: id).count == 5)
    try handle.finish(.finished)
  }

  @Test("removes deleted runs for good, naming those that began from their weights")
  func deleted() throws {
    var heir = SampleRun.make(name: "heir")
    heir.checkpoint = "run:\(id)@last"
    let handle = try registry.createRun(heir)
    try handle.finish(.finished)
    try registry.setDeleted(true, id)
    let plan = try registry.planCollection()
    let item = try #require(plan.garbage.first)
    #expect(plan.garbage.count == 1 && item.path == "\(id)/" && item.run == id)
    #expect(item.reason.contains("\(handle.id) began from its weights"))
    #expect(try registry.collect(plan) == [item])
    #expect(try registry.runs(includingDeleted: true).map(\.name) == ["heir"])
    #expect(!FileManager.default.fileExists(atPath: registry.folderPath(of: id)))
  }

  @Test("leaves a deleted run that was taken back since the plan was made")
  func takenBack() throws {
    try registry.setDeleted(true, id)
    let plan = try registry.planCollection()
    try registry.setDeleted(false, id)
    #expect(try registry.collect(plan).isEmpty)
    #expect(try registry.runs().count == 1 && snapshotNames().count == 11)
  }

  @Test("tells folders without a row apart: to be restored, deleted halfway, never begun")
  func folders() throws {
    let other = folder.path + "/other"
    try FileManager.default.copyItem(atPath: registry.folderPath(of: id), toPath: other)
    try FileManager.default.moveItem(atPath: other, toPath: folder.path + "/00000001")
    try FileTree.makeFolder(folder.path + "/00000002")
    try FileTree.makeFolder(folder.path + "/00000003")
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now.addingTimeInterval(-7200)], ofItemAtPath: folder.path + "/00000003")
    let before = verdicts(try registry.planCollection())
    #expect(before["00000001/"] == true && before["00000002/"] == true && before["00000003/"] == false)
    var details = try RunFolder(path: folder.path + "/00000001").readDetails()
    details.deletedAt = .now
    try RunFolder(path: folder.path + "/00000001").write(details)
    let plan = try registry.planCollection()
    #expect(verdicts(plan)["00000001/"] == false)
    try registry.collect(plan)
    #expect(folder.names.filter { $0.hasPrefix("0000") } == ["00000002"])
  }
}
