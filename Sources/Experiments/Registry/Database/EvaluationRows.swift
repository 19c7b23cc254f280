internal import Foundation
internal import GRDB
internal import Metrics

/// Evaluations with their figures as rows.
enum EvaluationRows {
  static func insert(_ record: EvaluationRecord, run: Int64, id: RunID, _ db: Database) throws {
    try LookRows.insert(record, of: id, db)
    let predictions = try record.predictions.map {
      try FileRows.insert($0, kind: FileRows.predictionsKind, run: run, db)
    }
    let scores = try record.scores.map {
      try FileRows.insert($0, kind: FileRows.predictionsKind, run: run, db)
    }
    var split: String?
    var folder: String?
    switch record.target {
    case .split(let value): split = value.rawValue
    case .folder(let path): folder = path
    }
    try db.execute(
      sql: """
        INSERT INTO evaluations (run, number, created_at, split, folder, epoch, batch, examples, clips, seconds,
          predictions_file, scores_file, aggregation, clips_sha256)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, record.number, Timestamp.text(record.createdAt), split, folder, record.snapshot.epoch,
        record.snapshot.batch ?? 0,
        record.exampleCount, record.clipCount, record.seconds, predictions, scores,
        record.aggregation?.name, record.clipsDigest?.hexadecimal,
      ])
    let evaluation = db.lastInsertedRowID
    for (metric, value) in record.metrics {
      try db.execute(
        sql: "INSERT INTO evaluation_metrics (evaluation, metric, value) VALUES (?, ?, ?)",
        arguments: [evaluation, metric, RegistryRow.column(value)])
    }
    for (metric, values) in record.classMetrics {
      try db.execute(
        sql: "INSERT INTO evaluation_class_metrics (evaluation, metric, class_values) VALUES (?, ?, ?)",
        arguments: [evaluation, metric, ClassValues.encode(values)])
    }
    for (name, matrix) in record.confusions {
      try db.execute(
        sql:
          "INSERT INTO evaluation_confusion_matrices (evaluation, name, classes, counts) VALUES (?, ?, ?, ?)",
        arguments: [evaluation, name, matrix.classCount, ConfusionCounts.encode(matrix)])
    }
  }

  /// The number that the next evaluation of a run gets.
  static func nextNumber(run: Int64, _ db: Database) throws -> Int {
    let last = try Int.fetchOne(
      db, sql: "SELECT max(number) FROM evaluations WHERE run = ?", arguments: [run])
    return (last ?? 0) + 1
  }

  /// A run's evaluations, first to last.
  static func fetch(run: Int64, _ db: Database) throws -> [EvaluationRecord] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM evaluations WHERE run = ? ORDER BY number", arguments: [run]
    ).map { row in
      var record = try decode(row)
      record.predictions = try FileRows.fetch(file: row["predictions_file"] as Int64?, db)
      record.scores = try FileRows.fetch(file: row["scores_file"] as Int64?, db)
      try fetchFigures(of: &record, evaluation: row["evaluation"], db)
      return record
    }
  }

  private static func decode(_ row: Row) throws -> EvaluationRecord {
    let batch: Int = row["batch"]
    let target: EvaluationTarget
    if let split = row["split"] as String? {
      target = .split(try RegistryRow.value(Split(rawValue: split), "split"))
    } else {
      target = .folder(row["folder"])
    }
    var record = EvaluationRecord(
      createdAt: try RegistryRow.date(row["created_at"], "created_at"), target: target,
      snapshot: SnapshotPosition(epoch: row["epoch"], batch: batch == 0 ? nil : batch),
      exampleCount: row["examples"], clipCount: row["clips"], seconds: row["seconds"])
    record.number = row["number"]
    record.aggregation = try (row["aggregation"] as String?).map {
      try RegistryRow.value(Aggregation(name: $0), "aggregation")
    }
    record.clipsDigest = try (row["clips_sha256"] as String?).map {
      try RegistryRow.value(Digest(hexadecimal: $0), "clips_sha256")
    }
    return record
  }

  private static func fetchFigures(of record: inout EvaluationRecord, evaluation: Int64, _ db: Database)
    throws
  {
    func rows(_ table: String) throws -> [Row] {
      try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE evaluation = ?", arguments: [evaluation])
    }
    for row in try rows("evaluation_metrics") { record.metrics[row["metric"]] = row["value"] ?? .nan }
    for row in try rows("evaluation_class_metrics") {
      record.classMetrics[row["metric"]] = ClassValues.decode(row["class_values"])
    }
    for row in try rows("evaluation_confusion_matrices") {
      record.confusions[row["name"]] = try ConfusionCounts.decode(row["counts"], classCount: row["classes"])
    }
  }
}
