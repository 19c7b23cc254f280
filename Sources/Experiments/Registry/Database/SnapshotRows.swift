internal import GRDB

/// Snapshots as rows. Batch 0 stands for an epoch's end.
enum SnapshotRows {
  /// Inserts a snapshot; one of the same position is replaced.
  static func insert(_ snapshot: Snapshot, run: Int64, _ db: Database) throws {
    func file(_ record: RecordedFile?) throws -> Int64? {
      try record.map { try FileRows.insert($0, kind: FileRows.snapshotKind, run: run, db) }
    }
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO snapshots (run, epoch, batch, step, values_file, state_file, frozen_file)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, snapshot.position.epoch, snapshot.position.batch ?? 0, snapshot.step, try file(snapshot.values),
        try file(snapshot.state), try file(snapshot.frozen),
      ])
  }

  /// A run's snapshots in order of time.
  static func fetch(run: Int64, _ db: Database) throws -> [Snapshot] {
    try Row.fetchAll(db, sql: "SELECT * FROM snapshots WHERE run = ?", arguments: [run]).map { row in
      let batch: Int = row["batch"]
      return Snapshot(
        position: SnapshotPosition(epoch: row["epoch"], batch: batch == 0 ? nil : batch), step: row["step"],
        values: try FileRows.fetch(file: row["values_file"] as Int64, db),
        state: try FileRows.fetch(file: row["state_file"] as Int64?, db),
        frozen: try FileRows.fetch(file: row["frozen_file"] as Int64?, db))
    }.sorted { $0.position < $1.position }
  }

  /// Deletes what a decision lets go, rows and the rows of the files; the files themselves go after the commit.
  static func apply(_ decision: RetentionDecision, run: Int64, _ db: Database) throws {
    let position = decision.snapshot.position
    let key: StatementArguments = [run, position.epoch, position.batch ?? 0]
    if !decision.keepsValues {
      try db.execute(sql: "DELETE FROM snapshots WHERE run = ? AND epoch = ? AND batch = ?", arguments: key)
    } else if !decision.keepsState {
      try db.execute(
        sql: "UPDATE snapshots SET state_file = NULL WHERE run = ? AND epoch = ? AND batch = ?",
        arguments: key)
    }
    for path in decision.freedPaths {
      try db.execute(sql: "DELETE FROM run_files WHERE run = ? AND path = ?", arguments: [run, path])
    }
  }
}
