internal import Foundation
internal import GRDB
internal import Metrics

/// Epochs with their figures as rows.
enum EpochRows {
  /// Inserts an epoch, its snapshot, and what the list of runs shows of its figures.
  static func insert(_ record: EpochRecord, run: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO epochs (run, epoch, attempt, step, learning_rate, examples, started_at, finished_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, record.epoch, record.attempt, record.step, record.learningRate, record.exampleCount,
        Timestamp.text(record.startedAt), Timestamp.text(record.finishedAt),
      ])
    try db.execute(sql: "UPDATE runs SET epoch_count = epoch_count + 1 WHERE number = ?", arguments: [run])
    for (key, value) in record.metrics {
      try insert(value, series: try series(key, db), epoch: record.epoch, run: run, db)
    }
    for (key, values) in record.classMetrics {
      try db.execute(
        sql: "INSERT INTO class_metrics (run, series, epoch, class_values) VALUES (?, ?, ?, ?)",
        arguments: [run, try series(key, db), record.epoch, ClassValues.encode(values)])
    }
    for (key, matrix) in record.confusions {
      try db.execute(
        sql: "INSERT INTO confusion_matrices (run, series, epoch, classes, counts) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          run, try series(key, db), record.epoch, matrix.classCount, ConfusionCounts.encode(matrix),
        ])
    }
    for (phase, seconds) in record.timings {
      let timing = RunTiming(attempt: record.attempt, phase: phase, seconds: seconds)
      try AttemptRows.add(timing, run: run, epoch: record.epoch, db)
    }
    if let snapshot = record.snapshot { try SnapshotRows.insert(snapshot, run: run, db) }
  }

  private static func insert(_ value: Double, series: Int64, epoch: Int, run: Int64, _ db: Database) throws {
    let column = RegistryRow.column(value)
    try db.execute(
      sql: "INSERT INTO epoch_metrics (run, series, epoch, value) VALUES (?, ?, ?, ?)",
      arguments: [run, series, epoch, column])
    try summarize(column, series: series, epoch: epoch, run: run, db)
  }

  /// Adds a figure to what the list of runs shows; those of a series come epoch by epoch.
  private static func summarize(
    _ column: Double?, series: Int64, epoch: Int, run: Int64, _ db: Database
  ) throws {
    let point = column == nil ? nil : epoch
    try db.execute(
      sql: """
        INSERT INTO run_metrics (run, series, last, smallest, smallest_epoch, largest, largest_epoch)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET last = excluded.last,
          smallest_epoch = iif(smallest IS NULL OR excluded.smallest < smallest, excluded.smallest_epoch, smallest_epoch),
          smallest = iif(smallest IS NULL OR excluded.smallest < smallest, excluded.smallest, smallest),
          largest_epoch = iif(largest IS NULL OR excluded.largest > largest, excluded.largest_epoch, largest_epoch),
          largest = iif(largest IS NULL OR excluded.largest > largest, excluded.largest, largest)
        """,
      arguments: [run, series, column, column, point, column, point])
  }

  /// Deletes the epochs behind one, with their figures and timings.
  static func delete(behind epoch: Int, run: Int64, _ db: Database) throws {
    let key: StatementArguments = [run, epoch]
    try db.execute(sql: "DELETE FROM epochs WHERE run = ? AND epoch > ?", arguments: key)
    try db.execute(sql: "DELETE FROM timings WHERE run = ? AND epoch > ?", arguments: key)
    try db.execute(sql: "DELETE FROM run_metrics WHERE run = ?", arguments: [run])
    try db.execute(
      sql: "UPDATE runs SET epoch_count = (SELECT count(*) FROM epochs WHERE run = number) WHERE number = ?",
      arguments: [run])
    for row in try Row.fetchAll(
      db, sql: "SELECT series, epoch, value FROM epoch_metrics WHERE run = ? ORDER BY epoch", arguments: [run]
    ) {
      try summarize(row["value"], series: row["series"], epoch: row["epoch"], run: run, db)
    }
  }

  /// The row of a figure's name.
  private static func series(_ key: MetricKey, _ db: Database) throws -> Int64 {
    let name: StatementArguments = [key.split.rawValue, key.name]
    if let series = try Int64.fetchOne(
      db, sql: "SELECT series FROM series WHERE split = ? AND metric = ?", arguments: name)
    {
      return series
    }
    try db.execute(sql: "INSERT INTO series (split, metric) VALUES (?, ?)", arguments: name)
    return db.lastInsertedRowID
  }

  /// A run's epochs in order, with all their figures.
  static func fetch(run: Int64, _ db: Database) throws -> [EpochRecord] {
    var records: [Int: EpochRecord] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT * FROM epochs WHERE run = ?", arguments: [run]) {
      var record = EpochRecord(
        epoch: row["epoch"], step: row["step"], learningRate: row["learning_rate"],
        exampleCount: row["examples"],
        startedAt: try RegistryRow.date(row["started_at"], "started_at"),
        finishedAt: try RegistryRow.date(row["finished_at"], "finished_at"))
      record.attempt = row["attempt"]
      records[record.epoch] = record
    }
    for (row, key) in try fetchSeries("epoch_metrics", run: run, db) {
      records[row["epoch"]]?.metrics[key] = row["value"] ?? .nan
    }
    for (row, key) in try fetchSeries("class_metrics", run: run, db) {
      records[row["epoch"]]?.classMetrics[key] = ClassValues.decode(row["class_values"])
    }
    for (row, key) in try fetchSeries("confusion_matrices", run: run, db) {
      let matrix = try ConfusionCounts.decode(row["counts"], classCount: row["classes"])
      records[row["epoch"]]?.confusions[key] = matrix
    }
    let timings = try Row.fetchAll(
      db, sql: "SELECT epoch, phase, seconds FROM timings WHERE run = ? AND epoch > 0", arguments: [run])
    for row in timings { records[row["epoch"]]?.timings[row["phase"]] = row["seconds"] }
    for snapshot in try SnapshotRows.fetch(run: run, db) where snapshot.position.batch == nil {
      records[snapshot.position.epoch]?.snapshot = snapshot
    }
    return records.values.sorted { $0.epoch < $1.epoch }
  }

  private static func fetchSeries(_ table: String, run: Int64, _ db: Database) throws -> [(Row, MetricKey)] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM \(table) JOIN series USING (series) WHERE run = ?", arguments: [run]
    ).map { row in
      let split = try RegistryRow.value(Split(rawValue: row["split"]), "split")
      return (row, MetricKey(split, row["metric"]))
    }
  }

  /// One figure by epoch.
  static func figures(_ key: MetricKey, run: Int64, _ db: Database) throws -> [Int: Double] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT epoch, value FROM epoch_metrics JOIN series USING (series) WHERE run = ? AND split = ? AND metric = ?
        """,
      arguments: [run, key.split.rawValue, key.name])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["epoch"], $0["value"] ?? .nan) })
  }
}
