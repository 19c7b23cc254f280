internal import Foundation
internal import GRDB

extension Registry {
  /// Begins a run: its folder, its row and its first attempt; the handle holds its lock.
  ///
  /// - Parameter writeFiles: writes what the run needs from its first moment on into its folder, before anybody can see
  ///   the run; returns those files.
  /// - Throws: ``ExperimentError``; nothing is left behind.
  public func createRun(
    _ run: NewRun, writingFiles writeFiles: (_ folder: String) throws -> [RunFile] = { _ in [] }
  ) throws -> RunHandle {
    try makeIfMissing()
    let (id, folder) = try makeFolder()
    do {
      guard let lock = try RunLock.acquire(at: folder.lockPath) else {
        throw ExperimentError(.registry, found: "the lock of the new run \(id) is held by another process")
      }
      var details = RunDetails(run, id: id, createdAt: .nowToMillisecond())
      details.attempts = [
        Attempt(number: 1, process: .current(), environment: run.environment, startedAt: details.createdAt)
      ]
      details.skippedFiles = run.skippedFiles
      details.warnings = run.warnings.map {
        RunWarning(attempt: 1, recordedAt: details.createdAt, text: $0)
      }
      details.files = try writeFiles(folder.path)
      try AtomicFile.write(details.configText, to: folder.configPath)
      let number = try write { db in
        let number = try RunRows.insert(details, isNewest: true, db)
        try folder.write(details)
        return number
      }
      return RunHandle(registry: self, id: id, number: number, attempt: 1, lock: lock)
    } catch {
      try? FileManager.default.removeItem(atPath: folder.path)
      throw error
    }
  }

  /// Begins another attempt at a run that no process works on: to resume it, or to train a finished one further.
  ///
  /// What a crash left half-done is put right: an epoch that was written to the folder but never recorded is taken out
  /// again, and files that belong to no recorded snapshot are removed.
  ///
  /// - Parameters:
  ///   - environment: what this attempt computes with.
  ///   - planned: how many epochs the run shall now have and with what schedule; nil for as planned.
  /// - Throws: ``ExperimentError/Code/registry`` if a process works on it, ``ExperimentError/Code/missingRun``.
  public func reopenRun(
    _ id: RunID, environment: AttemptEnvironment, extending planned: RunExtension? = nil
  ) throws -> RunHandle {
    let number = try number(of: id)
    let folder = folder(of: id)
    guard let lock = try RunLock.acquire(at: folder.lockPath) else {
      let process = try read { db in try AttemptRows.fetch(run: number, db).last?.process }
      let holder = process.map { "process \($0.processID) on \($0.host)" } ?? "another process"
      throw ExperimentError(
        .registry, found: "run \(id) is being worked on by \(holder)", expected: "a run that has ended",
        remedy: "Wait for it, or stop it first.")
    }
    let attempt = try change(number, id) { db in
      try db.execute(
        sql: """
          UPDATE attempts SET status = 'crashed', reason = 'the process ended without a word'
          WHERE run = ? AND status = 'running'
          """, arguments: [number])
      let attempt = try AttemptRows.fetch(run: number, db).count + 1
      let record = Attempt(
        number: attempt, process: .current(), environment: environment, startedAt: .nowToMillisecond())
      try AttemptRows.insert(record, run: number, db)
      try db.execute(
        sql: """
          UPDATE runs SET status = 'running', reason = '', planned_epochs = ifnull(?, planned_epochs) WHERE number = ?
          """, arguments: [planned?.plannedEpochs, number])
      if let planned { try RunRows.insert(planned, run: number, db) }
      return attempt
    }
    try RunMending(folder: folder).mend(
      epochs: try read { db in try EpochRows.fetch(run: number, db) },
      snapshots: try read { db in try SnapshotRows.fetch(run: number, db) })
    return RunHandle(registry: self, id: id, number: number, attempt: attempt, lock: lock)
  }

  /// Writes what a run's folder says of it anew from its rows; false if a process works on it.
  func rewriteRecords(of id: RunID) throws -> Bool {
    let number = try number(of: id)
    let folder = folder(of: id)
    guard let lock = try RunLock.acquire(at: folder.lockPath, isWorking: false) else { return false }
    try change(number, id) { db in
      try AtomicFile.write(try RunRows.fetch(run: number, db).configText, to: folder.configPath)
      try folder.write(try EpochRows.fetch(run: number, db))
    }
    lock.release()
    return true
  }

  /// Changes a run's rows and writes `run.json` anew, in one transaction, which also keeps other processes from writing
  /// that file at the same time.
  func change<Value>(
    _ run: Int64, _ id: RunID, _ body: (Database) throws -> Value
  ) throws(ExperimentError) -> Value {
    try write { db in
      let value = try body(db)
      try folder(of: id).write(try RunRows.fetch(run: run, db))
      return value
    }
  }

  /// The number by which the tables know a run.
  func number(of id: RunID) throws(ExperimentError) -> Int64 {
    let number = try read { db in
      try Int64.fetchOne(db, sql: "SELECT number FROM runs WHERE id = ?", arguments: [id.text])
    }
    guard let number else {
      throw ExperimentError(
        .missingRun, found: "\(directory) has no run \(id)", remedy: "List the runs with: jx runs")
    }
    return number
  }

  private func makeFolder() throws(ExperimentError) -> (RunID, RunFolder) {
    while true {
      let id = RunID.random()
      let folder = folder(of: id)
      if try RunFolder.createFolder(folder.path) { return (id, folder) }
    }
  }
}
