internal import GRDB

/// What tells a run from all others whatever its id: when it began and which process began it.
struct RunOrigin: Hashable {
  private let createdAt: String
  private let process: ProcessIdentity?

  init(_ details: RunDetails) {
    createdAt = Timestamp.text(details.createdAt)
    process = details.attempts.first?.process
  }

  private init(createdAt: String, process: ProcessIdentity) {
    self.createdAt = createdAt
    self.process = process
  }

  /// The runs of a registry by their origins.
  static func all(_ db: Database) throws -> [RunOrigin: RunID] {
    var known: [RunOrigin: RunID] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, created_at, host, boot_id, pid, start_ticks FROM runs
        JOIN attempts ON run = runs.number AND attempts.number = 1
        """)
    while let row = try rows.next() {
      let process = ProcessIdentity(
        host: row["host"], bootID: row["boot_id"], processID: row["pid"], startTicks: row["start_ticks"])
      let origin = RunOrigin(createdAt: row["created_at"], process: process)
      known[origin] = try RegistryRow.value(RunID(row["id"]), "id")
    }
    return known
  }
}
