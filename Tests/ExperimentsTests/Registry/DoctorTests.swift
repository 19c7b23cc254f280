import Foundation
import GRDB
import Testing

@testable import Experiments

@Suite("Doctor")
struct DoctorTests {
  private let folder: TemporaryFolder
  private var directory: String { folder.path + "/runs" }
  private let registry: Registry
  private let id: RunID

  /// A finished run with a snapshot and an evaluation.
  init() throws {
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path + "/runs")
    var new = SampleRun.make()
    new.configText = RunConfig(name: "sample", data: DataConfig(folder: "input/data")).yaml()
    let run = try registry.createRun(new)
    let plan = try SampleRun.plan(frozen: ["vggish"])
    var writer = try SnapshotWriter(runFolder: run.folderPath)
    try writer.writeFrozen(plan)
    let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: 1), trainer: "state")
    try run.recordEpoch(SampleRun.epoch(1), snapshot: snapshot)
    try run.recordEvaluation(SampleRun.evaluation(0.5))
    try run.finish(.finished)
    id = run.id
  }

  private func diagnose(isQuick: Bool = false) throws -> Diagnosis {
    var diagnosis = try Doctor(directory: directory, isQuick: isQuick).diagnose()
    // What the machine that runs the tests lacks is not their matter.
    diagnosis.findings.removeAll { $0.area == .machine || $0.area == .disk }
    return diagnosis
  }

  private func damage(_ path: String) throws {
    let url = URL(filePath: "\(directory)/\(id)/\(path)")
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: url)
  }

  @Test("finds nothing wrong with a whole registry, having read every file, and names the libraries")
  func healthy() throws {
    let diagnosis = try diagnose()
    #expect(diagnosis.findings.isEmpty && diagnosis.isHealthy)
    #expect(diagnosis.runCount == 1 && diagnosis.fileCount == 3 && diagnosis.verifiedByteCount > 1000)
    for name in [
      "libsndfile", "OpenBLAS", "SQLite", "zlib", "libcrypto", "libpng", "processor", "engine",
    ] {
      #expect(diagnosis.facts[name]?.isEmpty == false, "\(name)")
    }
    #expect(try diagnose(isQuick: true).verifiedByteCount == 0)
  }

  @Test("finds a flipped bit, a file of another size and a missing one; a quick look the latter two")
  func files() throws {
    try damage("snapshots/epoch-0001.safetensors")
    let flipped = try diagnose()
    #expect(flipped.findings.count == 1 && !flipped.isHealthy)
    #expect(flipped.findings[0].found.contains("snapshots/epoch-0001.safetensors is damaged"))
    #expect(flipped.findings[0].run == id && flipped.findings[0].severity == .error)
    #expect(try diagnose(isQuick: true).isHealthy)
    try Data([1]).write(to: URL(filePath: "\(directory)/\(id)/snapshots/epoch-0001.safetensors"))
    try FileManager.default.removeItem(atPath: "\(directory)/\(id)/snapshots/frozen.safetensors")
    let found = try diagnose(isQuick: true).findings.map(\.found)
    #expect(found.contains { $0.contains("has 1 bytes") } && found.contains { $0.contains("is missing") })
  }

  @Test("finds rows without folders and folders without rows, and mends the latter")
  func orphans() throws {
    try FileManager.default.copyItem(
      atPath: registry.folderPath(of: id), toPath: folder.path + "/\(id)")
    try FileManager.default.removeItem(atPath: registry.folderPath(of: id))
    let without = try diagnose()
    #expect(without.findings.map(\.found) == ["run \(id) has a row and no folder"])
    try FileManager.default.moveItem(atPath: folder.path + "/\(id)", toPath: registry.folderPath(of: id))
    try registry.write { db in try db.execute(sql: "DELETE FROM runs") }
    var diagnosis = try diagnose()
    #expect(diagnosis.findings.map(\.found) == ["the folder \(id) holds a run that has no row"])
    try Doctor(directory: directory).mend(&diagnosis)
    #expect(diagnosis.isHealthy)
    #expect(try diagnose().findings.isEmpty && registry.runs().count == 1)
  }

  @Test("finds folders that say something else than the registry, and writes them anew from it")
  func records() throws {
    for (path, text) in [("run.json", "{}"), ("config.yaml", "name: other\n"), ("epochs.jsonl", "{\"cut")] {
      try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(id)/\(path)"))
      var diagnosis = try diagnose(isQuick: true)
      #expect(diagnosis.findings.count == 1 && diagnosis.findings[0].found.contains(path), "\(diagnosis)")
      try Doctor(directory: directory).mend(&diagnosis)
      #expect(diagnosis.isHealthy)
      #expect(try diagnose().findings.isEmpty)
    }
  }

  @Test("finds a missing, a damaged and a newer database")
  func database() throws {
    let path = directory + "/registry.sqlite"
    try registry.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')")
    }
    let newer = try diagnose()
    #expect(newer.findings[0].found.contains("was written by a newer version of jx"), "\(newer)")
    for name in try FileManager.default.contentsOfDirectory(atPath: directory)
    where name.hasPrefix("registry.") {
      try FileManager.default.removeItem(atPath: directory + "/" + name)
    }
    var missing = try diagnose()
    #expect(missing.findings.map(\.found) == ["\(path) is missing"])
    try Doctor(directory: directory).mend(&missing)
    #expect(missing.isHealthy)
    #expect(try diagnose().findings.isEmpty)
    for name in try FileManager.default.contentsOfDirectory(atPath: directory)
    where name.hasPrefix("registry.") {
      try FileManager.default.removeItem(atPath: directory + "/" + name)
    }
    try Data("no database".utf8).write(to: URL(filePath: path))
    let damaged = try diagnose()
    #expect(damaged.findings[0].remedy.contains("jx registry rebuild") && !damaged.isHealthy, "\(damaged)")
  }

  @Test("notes crashed runs, leftovers and stopped merges")
  func remains() throws {
    do { _ = try registry.createRun(SampleRun.make(name: "crashed")) }
    try Data([1]).write(to: URL(filePath: "\(directory)/\(id)/snapshots/epoch-0009.safetensors"))
    try FileTree.makeFolder(directory + "/.merging/12345678")
    var diagnosis = try diagnose()
    let found = diagnosis.findings.map(\.found)
    #expect(found.contains { $0.contains(" crashed") } && found.contains { $0.contains("1 file with ") })
    #expect(found.contains { $0.contains(".merging") } && found.count == 3 && !diagnosis.isHealthy)
    try Doctor(directory: directory).mend(&diagnosis)
    #expect(diagnosis.isHealthy && !FileManager.default.fileExists(atPath: directory + "/.merging"))
  }

  @Test("leaves the records of a run alone that a process works on")
  func live() throws {
    let handle = try registry.reopenRun(id, environment: SampleRun.environment)
    try Data("{}".utf8).write(to: URL(filePath: "\(directory)/\(id)/run.json"))
    #expect(try diagnose().findings.isEmpty)
    #expect(try !registry.rewriteRecords(of: id))
    try handle.finish(.finished)
  }

  @Test("can be interrupted, and refuses a folder that is not there")
  func stops() throws {
    #expect { _ = try Doctor(directory: directory, isCancelled: { true }).diagnose() } throws: {
      ($0 as? ExperimentError)?.code == .interrupted
    }
    #expect { _ = try Doctor(directory: directory + "/nosuch").diagnose() } throws: {
      ($0 as? ExperimentError)?.code == .missingFile
    }
  }
}
