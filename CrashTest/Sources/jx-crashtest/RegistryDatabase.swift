internal import CSQLite
internal import Foundation

/// Looks into `registry.sqlite` without jx: whether it is whole, and to change what a test must change.
@safe struct RegistryDatabase: ~Copyable {
  private let connection: OpaquePointer

  /// Opens a registry's database.
  init(registry: String) throws {
    var connection: OpaquePointer?
    let path = registry + "/registry.sqlite"
    guard unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      let connection = unsafe connection
    else {
      unsafe sqlite3_close(connection)
      throw CrashTestError("\(path) could not be opened")
    }
    unsafe self.connection = connection
    unsafe sqlite3_busy_timeout(connection, 10_000)
  }

  deinit {
    unsafe sqlite3_close(connection)
  }

  /// What `PRAGMA integrity_check` and `foreign_key_check` find; empty for a whole database.
  func problems() throws -> [String] {
    try rows("PRAGMA integrity_check").filter { $0 != "ok" }
      + rows("PRAGMA foreign_key_check").map { "broken reference in \($0)" }
  }

  /// The first column of the rows that a statement gives.
  @discardableResult
  func rows(_ sql: String) throws -> [String] {
    var statement: OpaquePointer?
    guard unsafe sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
      throw CrashTestError("\(sql): \(unsafe String(cString: sqlite3_errmsg(connection)))")
    }
    defer { unsafe sqlite3_finalize(statement) }
    var rows: [String] = []
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append(unsafe sqlite3_column_text(statement, 0).map { unsafe String(cString: $0) } ?? "")
      case SQLITE_DONE: return rows
      default: throw CrashTestError("\(sql): \(unsafe String(cString: sqlite3_errmsg(connection)))")
      }
    }
  }
}
