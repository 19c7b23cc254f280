import Foundation
import GRDB
import Glibc
import Testing

@testable import Experiments

@Suite("Merging registries")
struct MergeTests {
  private let folder: TemporaryFolder
  private let here: Registry
  private let there: Registry

  init() throws {
    folder = try TemporaryFolder()
    here = try Registry(directory: folder.path + "/here")
    there = try Registry(directory: folder.path + "/there")
  }

  /// A finished run with two epochs, snapshots and an evaluation.
  @discardableResult
  private func record(_ name: String, in registry: Registry, checkpoint: String = "none") throws -> RunID {
    var new = SampleRun.make(name: name)
    new.checkpoint = checkpoint
    new.configText = "model: {checkpoint: \(checkpoint)}\n"
    new.configValues = [ConfigValue(key: "model.checkpoint", value: checkpoint, source: "default")]
    let run = try registry.createRun(new)
    let plan = try SampleRun.plan(frozen: ["vggish"])
    var writer = try SnapshotWriter(runFolder: run.folderPath)
    try writer.writeFrozen(plan)
    for epoch in 1...2 {
      let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: epoch), trainer: "state")
      try run.recordEpoch(SampleRun.epoch(epoch), snapshot: snapshot)
    }
    try run.recordEvaluation(SampleRun.evaluation(0.5))
    try run.finish(.finished)
    return run.id
  }

  /// All that a registry says of a run but its id.
  private func contents(_ id: RunID, _ registry: Registry) throws -> [String] {
    try [
      RunJSON.encode(registry.details(of: id), isPretty: true).replacing(id.text, with: "ID"),
      RunJSON.encode(registry.epochs(of: id), isPretty: true),
      RunJSON.encode(registry.evaluations(of: id), isPretty: true),
      RunJSON.encode(registry.snapshots(of: id), isPretty: true),
    ]
  }

  private func files(_ id: RunID, _ registry: Registry) throws -> [String: Data] {
    let path = registry.folderPath(of: id)
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: path + "/" + name).map { (name, $0) }
      })
  }

  /// Gives a run of a registry another id, as if chance had given it that one.
  private func rename(_ id: RunID, to other: RunID, in registry: Registry) throws {
    try FileManager.default.moveItem(
      atPath: registry.folderPath(of: id), toPath: registry.folderPath(of: other))
    let moved = RunFolder(path: registry.folderPath(of: other))
    var details = try moved.readDetails()
    details.id = other
    try moved.write(details)
    try registry.write { db in
      try db.execute(sql: "UPDATE runs SET id = ? WHERE id = ?", arguments: [other.text, id.text])
    }
  }

  @Test(
    "takes runs over whole, by copy or as second names of the same bytes, and a second time does nothing",
    arguments: [false, true])
  func merges(isSharingNothing: Bool) throws {
    let mine = try record("mine", in: here)
    let theirs = try ["one", "two"].map { try record($0, in: there) }
    try there.setDeleted(true, theirs[1])
    try there.changeTags(of: theirs[0], adding: ["kept"])
    let before = try theirs.map { try files($0, there) }
    let report = try here.merge(from: there.directory, isSharingNothing: isSharingNothing)
    #expect(report.merged.map(\.id) == theirs && report.known.isEmpty && report.failures.isEmpty)
    for (id, old) in zip(theirs, before) {
      #expect(try files(id, here) == old && files(id, there) == old)
      #expect(try contents(id, here) == contents(id, there))
    }
    #expect((report.sharedByteCount > 0) != isSharingNothing && report.copiedByteCount > 0)
    let snapshot = "/snapshots/epoch-0001.safetensors"
    let inodes = try [here, there].map {
      try FileManager.default.attributesOfItem(atPath: $0.folderPath(of: theirs[0]) + snapshot)[
        .systemFileNumber]
        as? Int
    }
    #expect((inodes[0] == inodes[1]) != isSharingNothing)
    #expect(try here.runs().map(\.id) == [theirs[0], mine])
    let again = try here.merge(from: there.directory)
    #expect(again.merged.isEmpty && again.known.count == 2 && again.copiedByteCount == 0)
    #expect(try here.runs(includingDeleted: true).count == 3)
    #expect(!FileManager.default.fileExists(atPath: here.directory + "/.merging"))
  }

  @Test("needs no database there, and leaves everything there as it is")
  func withoutDatabase() throws {
    let id = try record("one", in: there)
    let copy = folder.path + "/copy"
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: there.folderPath(of: id), toPath: "\(copy)/\(id)")
    unsafe chmod(copy, 0o555)
    let report = try here.merge(from: copy)
    unsafe chmod(copy, 0o755)
    #expect(report.merged.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: copy) == [id.text])
    #expect(try contents(id, here) == contents(id, there))
  }

  @Test("gives a run whose id is taken a new one, and the runs that refer to it that id")
  func collision() throws {
    let taken = try record("mine", in: here)
    try rename(try record("theirs", in: there), to: taken, in: there)
    let heir = try record("heir", in: there, checkpoint: "run:\(taken)@last")
    let mine = try contents(taken, here)
    let report = try here.merge(from: there.directory)
    #expect(report.merged.map(\.otherID) == [taken, heir] && report.failures.isEmpty)
    let id = try #require(report.merged.first?.id)
    #expect(id != taken)
    #expect(try contents(taken, here) == mine)
    #expect(try here.details(of: id).name == "theirs" && here.snapshots(of: id).count == 2)
    let details = try here.details(of: heir)
    #expect(details.checkpoint == "run:\(id)@last" && details.configValues[0].value == details.checkpoint)
    #expect(details.configText.contains("run:\(id)@last"))
    #expect(try RunFolder(path: here.folderPath(of: id)).readDetails() == here.details(of: id))
    let again = try here.merge(from: there.directory)
    #expect(again.merged.isEmpty && Set(again.known) == [id, heir])
  }

  @Test("passes over runs that are worked on or have gone on there, and names folders that can't be read")
  func skips() throws {
    let live = try there.createRun(SampleRun.make(name: "live"))
    let first = try record("further", in: there)
    _ = try here.merge(from: there.directory)
    let further = try there.reopenRun(first, environment: SampleRun.environment)
    try further.recordEpoch(SampleRun.epoch(3), snapshot: nil)
    try further.finish(.finished)
    try FileTree.makeFolder(there.directory + "/00000001")
    let report = try here.merge(from: there.directory)
    #expect(report.merged.isEmpty && Set(report.skipped.map(\.path)) == [live.id.text, first.text])
    #expect(report.skipped.contains { $0.reason.contains("3 epochs there and 2 here") })
    #expect(report.failures.map(\.path) == ["00000001"])
    #expect(try here.epochs(of: first).count == 2)
    try live.finish(.failed)
  }

  @Test("is taken up where it was stopped: runs appear whole or not at all")
  func interrupted() throws {
    let ids = try ["one", "two"].map { try record($0, in: there) }
    let total = try ids.map { try files($0, there).values.reduce(0) { $0 + $1.count } }
    var asked = 0
    for limit in [0, total[0] / 2, total[0] + total[1] / 2] {
      asked = 0
      let error = #expect(throws: ExperimentError.self) {
        try here.merge(
          from: there.directory, isSharingNothing: true, isCancelled: { asked >= limit },
          progress: { done, _ in asked = done })
      }
      #expect(error?.code == .interrupted)
      let present = try FileManager.default.contentsOfDirectory(atPath: here.directory).filter {
        RunID($0) != nil
      }
      #expect(try present.sorted() == here.runs().map(\.id.text).sorted())
    }
    // As a crash leaves it between the folder's name and its row.
    try FileManager.default.copyItem(
      atPath: there.folderPath(of: ids[1]), toPath: here.folderPath(of: ids[1]))
    #expect(try here.merge(from: there.directory).failures.isEmpty)
    for id in ids { #expect(try contents(id, here) == contents(id, there)) }
  }

  @Test("refuses itself, a file, and a folder without runs")
  func refuses() throws {
    try record("mine", in: here)
    try Data().write(to: URL(filePath: folder.path + "/file"))
    for (path, code) in [
      (here.directory, ExperimentError.Code.invalidConfig), (folder.path + "/file", .missingFile),
      (folder.path + "/nosuch", .missingFile), (there.directory, .missingFile),
    ] {
      #expect(throws: ExperimentError.self) { _ = try here.merge(from: path) }
      #expect { _ = try here.merge(from: path) } throws: { ($0 as? ExperimentError)?.code == code }
    }
  }

  @Test(
    "lists merged and restored runs where they belong in time, and new ones first though the clock was set back"
  )
  func order() throws {
    let old = try record("old", in: there)
    let new = try record("new", in: here)
    _ = try here.merge(from: there.directory)
    #expect(try here.runs().map(\.id) == [new, old] && here.resolve("last") == new)
    try here.write { db in
      try db.execute(
        sql:
          "UPDATE runs SET created_at = '2999-01-01T00:00:00.000Z', sequence = '2999-01-01T00:00:00.000Z' WHERE id = ?",
        arguments: [new.text])
    }
    let newest = try record("newest", in: here)
    #expect(try here.runs().map(\.id) == [newest, new, old] && here.resolve("last") == newest)
  }
}
