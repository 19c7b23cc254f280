internal import Foundation
internal import GRDB
internal import Net

/// Attempts with their facts, times and warnings as rows.
enum AttemptRows {
  static func insert(_ attempt: Attempt, run: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO attempts (run, number, host, boot_id, pid, start_ticks, engine, threads, started_at, ended_at,
          status, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, attempt.number, attempt.process.host, attempt.process.bootID, attempt.process.processID,
        attempt.process.startTicks, attempt.environment.engine.rawValue, attempt.environment.threads,
        Timestamp.text(attempt.startedAt), attempt.endedAt.map(Timestamp.text), attempt.status.rawValue,
        attempt.reason,
      ])
    for (key, value) in attempt.environment.facts {
      try db.execute(
        sql: "INSERT INTO attempt_facts (run, attempt, key, value) VALUES (?, ?, ?, ?)",
        arguments: [run, attempt.number, key, value])
    }
  }

  static func insert(_ warning: RunWarning, run: Int64, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO warnings (run, attempt, recorded_at, text) VALUES (?, ?, ?, ?)",
      arguments: [run, warning.attempt, Timestamp.text(warning.recordedAt), warning.text])
  }

  /// Adds seconds to a phase.
  static func add(_ timing: RunTiming, run: Int64, epoch: Int = 0, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO timings (run, attempt, epoch, phase, seconds) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds
        """,
      arguments: [run, timing.attempt, epoch, timing.phase, timing.seconds])
  }

  static func fetch(run: Int64, _ db: Database) throws -> [Attempt] {
    var facts: [Int: [String: String]] = [:]
    let factRows = try Row.fetchAll(
      db, sql: "SELECT attempt, key, value FROM attempt_facts WHERE run = ?", arguments: [run])
    for row in factRows { facts[row["attempt"], default: [:]][row["key"]] = row["value"] }
    return try Row.fetchAll(
      db, sql: "SELECT * FROM attempts WHERE run = ? ORDER BY number", arguments: [run]
    ).map { row in
      let number: Int = row["number"]
      return Attempt(
        number: number,
        process: ProcessIdentity(
          host: row["host"], bootID: row["boot_id"], processID: row["pid"], startTicks: row["start_ticks"]),
        environment: AttemptEnvironment(
          engine: try RegistryRow.value(EngineName(rawValue: row["engine"]), "engine"),
          threads: row["threads"],
          facts: facts[number] ?? [:]),
        startedAt: try RegistryRow.date(row["started_at"], "started_at"),
        endedAt: try RegistryRow.date(row["ended_at"], "ended_at"),
        status: try RegistryRow.value(RunStatus(rawValue: row["status"]), "status"), reason: row["reason"])
    }
  }

  static func fetchTimings(run: Int64, _ db: Database) throws -> [RunTiming] {
    try Row.fetchAll(
      db,
      sql: "SELECT attempt, phase, seconds FROM timings WHERE run = ? AND epoch = 0 ORDER BY attempt, phase",
      arguments: [run]
    ).map { RunTiming(attempt: $0["attempt"], phase: $0["phase"], seconds: $0["seconds"]) }
  }

  static func fetchWarnings(run: Int64, _ db: Database) throws -> [RunWarning] {
    try Row.fetchAll(
      db, sql: "SELECT attempt, recorded_at, text FROM warnings WHERE run = ? ORDER BY warning",
      arguments: [run]
    ).map {
      RunWarning(
        attempt: $0["attempt"], recordedAt: try RegistryRow.date($0["recorded_at"], "recorded_at"),
        text: $0["text"])
    }
  }
}
