internal import GRDB

/// Files in a run's folder as rows; snapshots and evaluations refer to theirs.
enum FileRows {
  static let snapshotKind = "snapshot"
  static let predictionsKind = "predictions"

  /// Inserts a file, or gives one that is there the new size and digest; returns its row.
  static func insert(_ file: RecordedFile, kind: String, run: Int64, _ db: Database) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO run_files (run, path, kind, bytes, sha256) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (run, path) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes, sha256 = excluded.sha256
        """,
      arguments: [run, file.path, kind, file.byteCount, file.digest.hexadecimal])
    let row = try Int64.fetchOne(
      db, sql: "SELECT file FROM run_files WHERE run = ? AND path = ?", arguments: [run, file.path])
    return try RegistryRow.value(row, "file")
  }

  static func fetch(file: Int64, _ db: Database) throws -> RecordedFile {
    let row = try Row.fetchOne(
      db, sql: "SELECT path, bytes, sha256 FROM run_files WHERE file = ?", arguments: [file])
    return try decode(try RegistryRow.value(row, "file"))
  }

  static func fetch(file: Int64?, _ db: Database) throws -> RecordedFile? {
    guard let file else { return nil }
    return try fetch(file: file, db) as RecordedFile
  }

  /// The files that are neither snapshots nor predictions, by path.
  static func fetchRunFiles(run: Int64, _ db: Database) throws -> [RunFile] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM run_files WHERE run = ? AND kind NOT IN (?, ?) ORDER BY path",
      arguments: [run, snapshotKind, predictionsKind]
    ).map { row in
      RunFile(kind: try RegistryRow.value(RunFile.Kind(rawValue: row["kind"]), "kind"), file: try decode(row))
    }
  }

  private static func decode(_ row: Row) throws(ExperimentError) -> RecordedFile {
    RecordedFile(
      path: row["path"], byteCount: row["bytes"],
      digest: try RegistryRow.value(Digest(hexadecimal: row["sha256"]), "sha256"))
  }
}
