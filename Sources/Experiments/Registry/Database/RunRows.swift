internal import Foundation
internal import GRDB
internal import Net

/// ``RunDetails`` as rows.
enum RunRows {
  /// Inserts a run with all that its details hold; returns its number, by which the other tables refer to it.
  ///
  /// - Parameter isNewest: the run begins now and comes behind all others, even where the clock was set back.
  static func insert(_ details: RunDetails, isNewest: Bool = false, _ db: Database) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO runs (id, name, note, created_at, deleted_at, status, reason, seed, planned_epochs, checkpoint,
          checkpoint_sha256, data_folder, data_files, data_bytes, data_sha256, sequence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          max(?, iif(?, ifnull((SELECT max(sequence) FROM runs), ''), '')))
        """,
      arguments: [
        details.id.text, details.name, details.note, Timestamp.text(details.createdAt),
        details.deletedAt.map(Timestamp.text), details.status.rawValue, details.reason, String(details.seed),
        details.plannedEpochs, details.checkpoint, details.checkpointDigest?.hexadecimal, details.data.folder,
        details.data.fileCount, details.data.byteCount, details.data.digest.hexadecimal,
        Timestamp.text(details.createdAt), isNewest,
      ])
    let run = db.lastInsertedRowID
    if let parent = details.parent {
      try db.execute(
        sql: "INSERT INTO run_parents (run, parent, kind) VALUES (?, ?, ?)",
        arguments: [run, parent.run.text, parent.kind.rawValue])
    }
    try db.execute(
      sql: "INSERT INTO run_texts (run, config, network) VALUES (?, ?, ?)",
      arguments: [run, details.configText, try RunJSON.encode(details.network, isPretty: false)])
    for tag in details.tags {
      try db.execute(sql: "INSERT INTO run_tags (run, tag) VALUES (?, ?)", arguments: [run, tag])
    }
    for (index, name) in details.classes.enumerated() {
      try db.execute(
        sql: "INSERT INTO run_classes (run, class_index, name) VALUES (?, ?, ?)",
        arguments: [run, index, name])
    }
    for (index, value) in details.configValues.enumerated() {
      try db.execute(
        sql: "INSERT INTO config_values (run, position, key, value, source) VALUES (?, ?, ?, ?, ?)",
        arguments: [run, index, value.key, value.value, value.source])
    }
    for change in details.extensions { try insert(change, run: run, db) }
    for attempt in details.attempts { try AttemptRows.insert(attempt, run: run, db) }
    for timing in details.timings { try AttemptRows.add(timing, run: run, db) }
    for warning in details.warnings { try AttemptRows.insert(warning, run: run, db) }
    try insert(details.skippedFiles, run: run, db)
    for file in details.files { _ = try FileRows.insert(file.file, kind: file.kind.rawValue, run: run, db) }
    return run
  }

  /// Inserts an extension behind those that there are.
  static func insert(_ change: RunExtension, run: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO run_extensions (run, number, first_epoch, planned_epochs, schedule)
        SELECT ?, count(*) + 1, ?, ?, ? FROM run_extensions WHERE run = ?
        """,
      arguments: [run, change.firstEpoch, change.plannedEpochs, change.schedule.rawValue, run])
  }

  /// Inserts skipped files; one that is there already gets the new reason.
  static func insert(_ skippedFiles: [FileProblem], run: Int64, _ db: Database) throws {
    for file in skippedFiles {
      try db.execute(
        sql: "INSERT OR REPLACE INTO skipped_files (run, path, reason) VALUES (?, ?, ?)",
        arguments: [run, file.path, file.reason])
    }
  }

  /// The details of a run as the tables hold them; a status `running` may be out of date.
  static func fetch(run: Int64, _ db: Database) throws -> RunDetails {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM runs JOIN run_texts ON run = number WHERE number = ?", arguments: [run])
    guard let row else {
      throw ExperimentError(.missingRun, found: "the registry has no run number \(run)")
    }
    var details = try decode(row)
    details.tags = try String.fetchAll(
      db, sql: "SELECT tag FROM run_tags WHERE run = ? ORDER BY tag", arguments: [run])
    details.classes = try String.fetchAll(
      db, sql: "SELECT name FROM run_classes WHERE run = ? ORDER BY class_index", arguments: [run])
    details.configValues = try Row.fetchAll(
      db, sql: "SELECT key, value, source FROM config_values WHERE run = ? ORDER BY position",
      arguments: [run]
    ).map { ConfigValue(key: $0["key"], value: $0["value"], source: $0["source"]) }
    details.parent = try Row.fetchOne(
      db, sql: "SELECT parent, kind FROM run_parents WHERE run = ?", arguments: [run]
    ).map { row in
      RunParent(
        run: try RegistryRow.value(RunID(row["parent"]), "parent"),
        kind: try RegistryRow.value(RunParent.Kind(rawValue: row["kind"]), "kind"))
    }
    details.extensions = try Row.fetchAll(
      db, sql: "SELECT * FROM run_extensions WHERE run = ? ORDER BY number", arguments: [run]
    ).map { row in
      RunExtension(
        firstEpoch: row["first_epoch"], plannedEpochs: row["planned_epochs"],
        schedule: try RegistryRow.value(ScheduleContinuation(rawValue: row["schedule"]), "schedule"))
    }
    details.attempts = try AttemptRows.fetch(run: run, db)
    details.timings = try AttemptRows.fetchTimings(run: run, db)
    details.warnings = try AttemptRows.fetchWarnings(run: run, db)
    details.skippedFiles = try Row.fetchAll(
      db, sql: "SELECT path, reason FROM skipped_files WHERE run = ? ORDER BY path", arguments: [run]
    ).map { FileProblem(path: $0["path"], reason: $0["reason"]) }
    details.files = try FileRows.fetchRunFiles(run: run, db)
    return details
  }

  private static func decode(_ row: Row) throws -> RunDetails {
    let text: String = row["network"]
    let network: Network = try RunJSON.decode(Array(text.utf8), from: "the registry's column network")
    return RunDetails(
      id: try RegistryRow.value(RunID(row["id"]), "id"), name: row["name"], note: row["note"], tags: [],
      createdAt: try RegistryRow.date(row["created_at"], "created_at"),
      deletedAt: try RegistryRow.date(row["deleted_at"], "deleted_at"),
      status: try RegistryRow.value(RunStatus(rawValue: row["status"]), "status"), reason: row["reason"],
      seed: try RegistryRow.value(UInt64(row["seed"] as String), "seed"),
      plannedEpochs: row["planned_epochs"],
      configText: row["config"], configValues: [], network: network, classes: [],
      checkpoint: row["checkpoint"],
      checkpointDigest: try (row["checkpoint_sha256"] as String?).map {
        try RegistryRow.value(Digest(hexadecimal: $0), "checkpoint_sha256")
      },
      data: DataFingerprint(
        folder: row["data_folder"], fileCount: row["data_files"], byteCount: row["data_bytes"],
        digest: try RegistryRow.value(Digest(hexadecimal: row["data_sha256"]), "data_sha256")))
  }
}
