import Foundation
import Testing

@testable import Experiments

@Suite("Rebuilding the registry")
struct RebuildTests {
  private let folder: TemporaryFolder
  private var directory: String { folder.path + "/runs" }
  private let ids: [RunID]

  /// Three runs: one finished with snapshots and evaluations, one interrupted within an epoch, one without epochs.
  init() throws {
    folder = try TemporaryFolder()
    let registry = try Registry(directory: folder.path + "/runs")
    let first = try registry.createRun(SampleRun.make(name: "first"))
    let plan = try SampleRun.plan(frozen: ["vggish"])
    var writer = try SnapshotWriter(runFolder: first.folderPath)
    try writer.writeFrozen(plan)
    for epoch in 1...4 {
      let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: epoch), trainer: "")
      try first.recordEpoch(SampleRun.epoch(epoch), snapshot: snapshot)
      try first.applyRetention(RetentionPolicy())
    }
    try first.recordWarning("careful")
    try first.recordTiming("features", seconds: 2)
    try first.recordEvaluation(SampleRun.evaluation(0.5))
    try first.recordEvaluation(SampleRun.evaluation(0.75))
    try first.finish(.finished)
    try registry.changeTags(of: first.id, adding: ["kept"])
    let second = try registry.createRun(SampleRun.make(name: "second"))
    var secondWriter = try SnapshotWriter(runFolder: second.folderPath)
    try secondWriter.writeFrozen(plan)
    try second.recordEpoch(SampleRun.epoch(1), snapshot: nil)
    let within = SnapshotPosition(epoch: 2, batch: 17)
    try second.recordSnapshot(try secondWriter.write(plan, at: within, trainer: "state"))
    try second.finish(.interrupted, reason: "Ctrl-C")
    let third = try registry.createRun(SampleRun.make(name: "third"))
    try third.finish(.failed, reason: "nothing to train")
    ids = [first.id, second.id, third.id]
  }

  /// All that a registry says, as text, since no number is unlike itself.
  private func contents(_ directory: String) throws -> [String] {
    let registry = try Registry(directory: directory)
    var texts = try registry.runs().sorted { $0.name < $1.name }.map {
      try RunJSON.encode($0, isPretty: true)
    }
    for id in ids {
      texts.append(try RunJSON.encode(try registry.details(of: id), isPretty: true))
      texts += try registry.epochs(of: id).map { try RunJSON.encode($0, isPretty: true) }
      texts += try registry.evaluations(of: id).map { try RunJSON.encode($0, isPretty: true) }
      texts += try registry.snapshots(of: id).map { try RunJSON.encode($0, isPretty: true) }
    }
    return texts
  }

  private func removeDatabase(_ directory: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: directory)
    where name.hasPrefix("registry.") {
      try FileManager.default.removeItem(atPath: directory + "/" + name)
    }
  }

  @Test("restores every run from its folder, whole")
  func restores() throws {
    let before = try contents(directory)
    try removeDatabase(directory)
    let (registry, report) = try Registry.rebuild(directory: directory)
    #expect(Set(report.restored) == Set(ids) && report.failures.isEmpty && report.damagedDatabase == nil)
    #expect(try contents(directory) == before)
    #expect(try registry.restoreMissingRuns().known.count == 3)
    #expect(try registry.resolve("last") == ids[2])
  }

  @Test("moves a damaged database aside")
  func damaged() throws {
    let before = try contents(directory)
    try removeDatabase(directory)
    try Data("this is no database, whatever its name says".utf8).write(
      to: URL(filePath: directory + "/registry.sqlite"))
    #expect { _ = try Registry(directory: directory) } throws: { ($0 as? ExperimentError)?.code == .registry }
    let (_, report) = try Registry.rebuild(directory: directory)
    #expect(report.damagedDatabase == directory + "/registry.sqlite.damaged-1")
    #expect(FileManager.default.fileExists(atPath: directory + "/registry.sqlite.damaged-1"))
    #expect(try contents(directory) == before)
  }

  @Test("leaves a healthy database as it is")
  func healthy() throws {
    let before = try contents(directory)
    let (_, report) = try Registry.rebuild(directory: directory)
    #expect(report.restored.isEmpty && report.known.count == 3 && report.damagedDatabase == nil)
    #expect(try contents(directory) == before)
  }

  @Test("goes on past a folder that can't be read, and names it")
  func unreadable() throws {
    try removeDatabase(directory)
    try Data("{}".utf8).write(to: URL(filePath: "\(directory)/\(ids[1])/run.json"))
    let (_, report) = try Registry.rebuild(directory: directory)
    #expect(Set(report.restored) == [ids[0], ids[2]])
    #expect(report.failures.map(\.path) == [ids[1].text])
  }

  @Test("names a folder of a newer jx as such")
  func newer() throws {
    try removeDatabase(directory)
    let path = "\(directory)/\(ids[1])/run.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("\"format\" : 1", with: "\"format\" : 2").utf8).write(to: URL(filePath: path))
    let (_, report) = try Registry.rebuild(directory: directory)
    #expect(report.restored.count == 2 && report.failures.map(\.path) == [ids[1].text])
    #expect(report.failures.first?.reason.contains("format 2, written by a newer version of jx") == true)
  }

  @Test("is not needed after the folder was moved: all paths are relative")
  func moved() throws {
    let before = try contents(directory)
    let elsewhere = folder.path + "/elsewhere"
    try FileManager.default.moveItem(atPath: directory, toPath: elsewhere)
    #expect(try contents(elsewhere) == before)
    let registry = try Registry(directory: elsewhere)
    let snapshot = try registry.snapshot(.last, of: ids[1], bestBy: RetentionPolicy())
    #expect(snapshot.position == SnapshotPosition(epoch: 2, batch: 17))
    let plan = try SampleRun.emptyPlan(frozen: ["vggish"])
    #expect(
      try SnapshotReader(runFolder: registry.folderPath(of: ids[1])).loadState(of: snapshot, into: plan)
        == "state")
  }
}
