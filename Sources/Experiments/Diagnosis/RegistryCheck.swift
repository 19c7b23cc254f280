internal import Foundation
internal import GRDB

/// Checks database, runs and files of a registry.
struct RegistryCheck {
  let registry: Registry
  let doctor: Doctor

  private struct Run {
    var id: RunID
    var number: Int64
    var isRunning: Bool
    var isDeleted: Bool
  }

  func run(_ diagnosis: inout Diagnosis) throws(ExperimentError) {
    do {
      try examineDatabase(&diagnosis)
      let runs = try fetchRuns()
      diagnosis.runCount = runs.count
      try examineFolders(runs, &diagnosis)
      try examineFiles(runs, &diagnosis)
      try examineRemains(&diagnosis)
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.registry, found: "the registry could not be checked: \(error)")
    }
  }

  private func fetchRuns() throws -> [Run] {
    try registry.read { db in
      try Row.fetchAll(db, sql: "SELECT number, id, status, deleted_at FROM runs ORDER BY sequence, number")
        .map {
          row in
          Run(
            id: try RegistryRow.value(RunID(row["id"]), "id"), number: row["number"],
            isRunning: row["status"] == RunStatus.running.rawValue, isDeleted: row["deleted_at"] != nil)
        }
    }
  }

  private func examineDatabase(_ diagnosis: inout Diagnosis) throws {
    let path = Registry.databasePath(in: registry.directory)
    let (problems, strays, newest) = try registry.read { db in
      (
        try String.fetchAll(db, sql: "PRAGMA integrity_check(5)").filter { $0 != "ok" },
        try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count,
        try String.fetchOne(db, sql: "SELECT max(sequence) FROM runs")
      )
    }
    if !problems.isEmpty {
      diagnosis.findings.append(
        Finding(
          .error, .database, "\(path) is damaged: " + problems.joined(separator: "; "),
          remedy: "Move it aside, and restore it from the run folders: jx registry rebuild"))
    }
    if strays > 0 {
      diagnosis.findings.append(
        Finding(
          .error, .database, "\(path) has \(strays) rows that belong to nothing",
          remedy: "Move it aside, and restore it from the run folders: jx registry rebuild"))
    }
    if let newest, newest > Timestamp.text(.now) {
      diagnosis.findings.append(
        Finding(
          .warning, .machine, "the newest run began at \(newest), which is in the future",
          remedy: "Set the machine's clock."))
    }
  }

  private func examineFolders(_ runs: [Run], _ diagnosis: inout Diagnosis) throws {
    let known = Set(runs.map(\.id.text))
    let names = try FileManager.default.contentsOfDirectory(atPath: registry.directory)
    let orphans = names.filter { name in
      guard let id = RunID(name), !known.contains(name) else { return false }
      return FileManager.default.fileExists(atPath: registry.folder(of: id).detailsPath)
    }.sorted()
    for name in orphans {
      diagnosis.findings.append(
        Finding(
          .error, .run, run: RunID(name), "the folder \(name) holds a run that has no row",
          remedy: "jx registry rebuild restores it.", mending: .restoreRows))
    }
    for run in runs {
      let process =
        run.isRunning
        ? try registry.read { db in try AttemptRows.fetch(run: run.number, db).last?.process } : nil
      let state = registry.liveState(of: run.id, lastProcess: process)
      if run.isRunning, !state.isHeld, try !registry.hasEnded(run.number) {
        let place = state.progress.map { " at epoch \($0.epoch), batch \($0.batch)" } ?? ""
        diagnosis.findings.append(
          Finding(
            .note, .lock, run: run.id, "run \(run.id) crashed\(place)",
            remedy: "jx resume \(run.id) goes on with it."))
      }
      if !state.isHeld { try examineRecords(run, &diagnosis) }
    }
  }

  /// Compares what a run's folder says with its rows.
  private func examineRecords(_ run: Run, _ diagnosis: inout Diagnosis) throws {
    let folder = registry.folder(of: run.id)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      diagnosis.findings.append(
        Finding(
          .error, .run, run: run.id, "run \(run.id) has a row and no folder",
          remedy: run.isDeleted
            ? "jx gc removes the row." : "Restore the folder from a copy, or: jx delete \(run.id) and jx gc"))
      return
    }
    let (details, epochs) = try registry.read { db in
      (try RunRows.fetch(run: run.number, db), try EpochRows.fetch(run: run.number, db).map(\.epoch))
    }
    var wrong: [String] = []
    if (try? folder.readDetails()) != details { wrong.append("run.json or config.yaml") }
    let written = try? folder.readEpochs()
    if written?.isWhole != true || written?.epochs.map(\.epoch) != epochs { wrong.append("epochs.jsonl") }
    guard !wrong.isEmpty else { return }
    diagnosis.findings.append(
      Finding(
        .warning, .run, run: run.id,
        "\(wrong.joined(separator: " and ")) of run \(run.id) \(wrong.count == 1 ? "says" : "say") something else than "
          + "the registry",
        remedy: "jx doctor --mend writes them anew from the registry.", mending: .rewriteRecords(run.id)))
  }

  private func examineFiles(_ runs: [Run], _ diagnosis: inout Diagnosis) throws {
    let files = try registry.read { db in
      try Row.fetchAll(
        db, sql: "SELECT id, path, kind, bytes, sha256 FROM run_files JOIN runs ON number = run ORDER BY file"
      ).map { row in
        FileCheck(
          run: try RegistryRow.value(RunID(row["id"]), "id"), kind: row["kind"],
          file: RecordedFile(
            path: row["path"], byteCount: row["bytes"],
            digest: try RegistryRow.value(Digest(hexadecimal: row["sha256"]), "sha256")))
      }
    }
    let total = files.reduce(0) { $0 + $1.file.byteCount }
    let folders = Set(
      runs.map(\.id).filter { FileManager.default.fileExists(atPath: registry.folderPath(of: $0)) })
    for check in files where folders.contains(check.run) {
      guard !doctor.isCancelled() else {
        throw ExperimentError(.interrupted, found: "the check was interrupted")
      }
      diagnosis.fileCount += 1
      if let finding = check.finding(in: registry, isQuick: doctor.isQuick) {
        diagnosis.findings.append(finding)
      } else if !doctor.isQuick {
        diagnosis.verifiedByteCount += check.file.byteCount
        doctor.progress(diagnosis.verifiedByteCount, total)
      }
    }
    examineRoom(files, &diagnosis)
  }

  /// Three snapshots must fit, the last, the best, and the one that is being written; the largest file is the state, two
  /// thirds of one.
  private func examineRoom(_ files: [FileCheck], _ diagnosis: inout Diagnosis) {
    let largest = files.filter { $0.kind == FileRows.snapshotKind }.map(\.file.byteCount).max() ?? 0
    let needed = max(1 << 30, 5 * largest)
    guard let free = diagnosis.freeByteCount, free < needed else { return }
    diagnosis.findings.append(
      Finding(
        .warning, .disk, "\(free >> 20) MiB are free on the disk of \(registry.directory)",
        remedy: "A run may need \(needed >> 20) MiB; jx gc --dry-run shows what could go."))
  }

  /// What stopped processes left.
  private func examineRemains(_ diagnosis: inout Diagnosis) throws {
    let garbage = try registry.planCollection().garbage.filter { !$0.reason.hasPrefix("deleted on") }
    if !garbage.isEmpty {
      let bytes = garbage.reduce(0) { $0 + $1.byteCount }
      diagnosis.findings.append(
        Finding(
          .note, .lock,
          "\(garbage.count) \(garbage.count == 1 ? "file" : "files") with \(bytes >> 10) KiB are needed no more, such as "
            + garbage[0].path,
          remedy: "jx gc removes them."))
    }
    if FileManager.default.fileExists(atPath: registry.directory + "/" + RegistryMerge.workshopName),
      !RegistryMerge.isUnderWay(in: registry.directory)
    {
      diagnosis.findings.append(
        Finding(
          .warning, .lock, "a merge was stopped and left \(RegistryMerge.workshopName)",
          remedy: "Merge again, or remove it with: jx doctor --mend", mending: .removeMergeRemains))
    }
  }
}
