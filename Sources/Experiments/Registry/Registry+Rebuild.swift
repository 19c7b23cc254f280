internal import Foundation
internal import GRDB
internal import Glibc

extension Registry {
  /// Opens a registry whose database may be damaged or gone, and restores what its run folders hold.
  ///
  /// A damaged database is moved aside, not removed.
  ///
  /// - Throws: ``ExperimentError`` as ``init(directory:createsMissing:allowsNetworkFileSystem:)`` does.
  public static func rebuild(
    directory: String, allowsNetworkFileSystem: Bool = false,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> (registry: Registry, report: RebuildReport) {
    guard FileManager.default.fileExists(atPath: directory) else {
      throw ExperimentError(
        .missingFile, found: "there is no folder \(directory)",
        expected: "the folder that runs were recorded in",
        remedy: "Name it with --registry or JX_REGISTRY.")
    }
    var damaged: String?
    if FileManager.default.fileExists(atPath: databasePath(in: directory)), !isWhole(directory) {
      damaged = try moveAside(directory)
    }
    let registry = try Registry(
      directory: directory, allowsNetworkFileSystem: allowsNetworkFileSystem)
    try registry.makeIfMissing()
    var report = try registry.restoreMissingRuns(progress: progress)
    report.damagedDatabase = damaged
    return (registry, report)
  }

  /// Restores every run whose folder is there and whose row is not, in the order in which they began.
  ///
  /// - Parameter progress: runs restored and to restore.
  public func restoreMissingRuns(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> RebuildReport {
    var report = RebuildReport()
    var found: [RunDetails] = []
    let known = Set(try read { db in try String.fetchAll(db, sql: "SELECT id FROM runs") })
    for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() {
      guard let id = RunID(name) else { continue }
      if known.contains(name) {
        report.known.append(id)
        continue
      }
      do {
        let details = try folder(of: id).readDetails()
        guard details.id == id else {
          throw ExperimentError(.registry, found: "the folder \(id) holds run \(details.id)")
        }
        found.append(details)
      } catch {
        report.failures.append(FileProblem(path: name, reason: "\(error)"))
      }
    }
    found.sort { ($0.createdAt, $0.id.text) < ($1.createdAt, $1.id.text) }
    for (index, details) in found.enumerated() {
      defer { progress(index + 1, found.count) }
      do {
        try restore(details)
        report.restored.append(details.id)
      } catch {
        report.failures.append(FileProblem(path: details.id.text, reason: "\(error)"))
      }
    }
    return report
  }

  /// Inserts the rows of a run from its folder.
  func restore(_ details: RunDetails) throws {
    let folder = folder(of: details.id)
    let epochs = try folder.readEpochs().epochs
    let evaluations = try folder.readEvaluations()
    let unfinished = try UnfinishedEpochSnapshots(folder: folder).find()
    try write { db in
      let run = try RunRows.insert(details, db)
      for var epoch in epochs {
        epoch.snapshot = epoch.snapshot.flatMap(folder.kept)
        try EpochRows.insert(epoch, run: run, db)
      }
      for snapshot in unfinished { try SnapshotRows.insert(snapshot, run: run, db) }
      for evaluation in evaluations { try EvaluationRows.insert(evaluation, run: run, id: details.id, db) }
    }
  }

  private static func isWhole(_ directory: String) -> Bool {
    let check = try? DatabaseQueue(path: databasePath(in: directory)).read { db in
      try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
    }
    return check == "ok"
  }

  private static func moveAside(_ directory: String) throws(ExperimentError) -> String {
    let path = databasePath(in: directory)
    var number = 1
    while FileManager.default.fileExists(atPath: "\(path).damaged-\(number)") { number += 1 }
    let aside = "\(path).damaged-\(number)"
    for ending in ["", "-wal", "-shm"] {
      if unsafe rename(path + ending, aside + ending) != 0, errno != ENOENT {
        throw SystemFailure.error("renamed", path + ending)
      }
    }
    return aside
  }
}

extension RunFolder {
  /// What is left on the disk of a snapshot; nil if its values are gone.
  fileprivate func kept(_ snapshot: Snapshot) -> Snapshot? {
    func exists(_ file: RecordedFile?) -> Bool {
      file.map { FileManager.default.fileExists(atPath: path + "/" + $0.path) } ?? false
    }
    var snapshot = snapshot
    guard exists(snapshot.values) else { return nil }
    if !exists(snapshot.state) { snapshot.state = nil }
    return snapshot
  }
}
