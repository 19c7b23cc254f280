internal import GRDB

/// Turns the database's errors into the module's own.
enum RegistryFailure {
  /// Runs `body`; its errors come out as ``ExperimentError`` that name the registry.
  static func translate<Value>(
    _ directory: String, _ body: () throws -> Value
  ) throws(ExperimentError) -> Value {
    do {
      return try body()
    } catch let error as ExperimentError {
      throw error
    } catch let error as DatabaseError {
      throw translation(of: error, directory: directory)
    } catch {
      throw ExperimentError(.registry, found: "the registry \(directory) failed: \(error)")
    }
  }

  private static func translation(of error: DatabaseError, directory: String) -> ExperimentError {
    let path = Registry.databasePath(in: directory)
    let reason = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      return ExperimentError(
        .inputOutput, found: "\(path) can't be written: \(reason)",
        expected: "write permission on it, registry.sqlite-wal, registry.sqlite-shm and their folder",
        remedy: "Change the permissions, or name another registry with --registry or JX_REGISTRY.")
    case .SQLITE_FULL, .SQLITE_IOERR:
      let free =
        SystemFailure.freeByteCount(near: directory).map { ", with \($0 >> 20) MiB free there" } ?? ""
      return ExperimentError(
        .inputOutput, found: "\(path) could not be written: \(reason)\(free)",
        remedy: "Free some space; what was recorded before is safe.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return ExperimentError(
        .registry, found: "\(path) is damaged: \(reason)", expected: "an SQLite database",
        remedy: "jx registry rebuild moves it aside and restores it from the run folders.")
    default:
      return ExperimentError(.registry, found: "\(path): \(error.description)")
    }
  }
}
