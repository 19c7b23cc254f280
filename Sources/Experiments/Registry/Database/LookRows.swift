internal import GRDB

/// Looks at held-out clips as rows; they outlive the runs, whose rows may be removed.
enum LookRows {
  /// Notes the look that an evaluation was; none where it was of clips that training or validation saw.
  static func insert(_ record: EvaluationRecord, of id: RunID, _ db: Database) throws {
    switch record.target {
    case .split(.train), .split(.validation): return
    case .split(.test), .folder: break
    }
    try db.execute(
      sql: "INSERT OR IGNORE INTO looks (clips_sha256, run_id, evaluation, looked_at) VALUES (?, ?, ?, ?)",
      arguments: [
        record.clipsDigest?.hexadecimal ?? "", id.text, record.number, Timestamp.text(record.createdAt),
      ])
  }

  /// The looks at the same clips before an evaluation, first to last.
  ///
  /// Evaluations that were recorded before clips had a digest count for their own run.
  static func fetch(before record: EvaluationRecord, of id: RunID, _ db: Database) throws -> [Look] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT run_id, evaluation, looked_at FROM looks
        WHERE (clips_sha256 = :clips AND :clips <> '' OR run_id = :run AND (clips_sha256 = '' OR :clips = ''))
          AND (looked_at < :time OR looked_at = :time AND run_id = :run AND evaluation < :number)
          AND NOT (run_id = :run AND evaluation = :number)
        ORDER BY looked_at, look
        """,
      arguments: [
        "clips": record.clipsDigest?.hexadecimal ?? "", "run": id.text,
        "time": Timestamp.text(record.createdAt), "number": record.number,
      ]
    ).map { row in
      Look(
        run: try RegistryRow.value(RunID(row["run_id"]), "run_id"), evaluation: row["evaluation"],
        date: try RegistryRow.date(row["looked_at"], "looked_at"))
    }
  }
}

extension Registry {
  /// Every time that the clips of an evaluation were looked at before it, by this run or another, first to last.
  ///
  /// Empty for the training and validation split, which are there to be looked at.
  public func looks(before record: EvaluationRecord, of id: RunID) throws(ExperimentError) -> [Look] {
    switch record.target {
    case .split(.train), .split(.validation): return []
    case .split(.test), .folder: return try read { db in try LookRows.fetch(before: record, of: id, db) }
    }
  }
}
