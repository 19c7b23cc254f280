internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// The record of all runs: `registry.sqlite` as the index, and one folder a run that describes itself.
///
/// Any number of processes may open one registry, write to it and read it at once; a write waits for its turn. All its
/// methods throw ``ExperimentError``. Safe to use from several threads.
public final class Registry: Sendable {
  /// The folder with `registry.sqlite` and the runs' folders.
  public let directory: String

  /// Nil until the database is there and open.
  private let pool = Mutex<DatabasePool?>(nil)

  /// How long a write waits for those of other processes; each takes milliseconds.
  private static let patience: TimeInterval = 120

  /// Opens a registry and brings older tables up to date.
  ///
  /// One that is not there yet is made with its first record: what fails before leaves no empty registry behind.
  ///
  /// - Parameters:
  ///   - directory: the folder.
  ///   - createsMissing: whether the folder may be missing; its parent must be there.
  ///   - allowsNetworkFileSystem: opens it even where locks don't hold; then only one machine may use it.
  /// - Throws: ``ExperimentError/Code/missingFile``, ``ExperimentError/Code/inputOutput`` for a folder that can't be written, ``ExperimentError/Code/registry``
  ///   for a damaged database or one of a newer jx, ``ExperimentError/Code/unsupported`` on a network file system.
  public init(directory: String, createsMissing: Bool = true, allowsNetworkFileSystem: Bool = false) throws {
    self.directory = directory
    let isThere = unsafe access(directory, F_OK) == 0
    guard isThere || createsMissing else {
      throw ExperimentError(
        .missingFile, found: "there is no registry at \(directory)", expected: "a folder with runs",
        remedy: "Begin a run with: jx run CONFIG; or name another registry with --registry or JX_REGISTRY.")
    }
    let nearest = isThere ? directory : FilePath.folder(of: directory)
    guard unsafe access(nearest, F_OK) == 0 else { throw SystemFailure.error("made", directory) }
    guard unsafe access(nearest, R_OK | W_OK | X_OK) == 0 else {
      throw ExperimentError(
        .inputOutput,
        found:
          "the registry \(directory) can't be \(isThere ? "written" : "made"): \(unsafe String(cString: strerror(errno)))",
        expected: "a folder with write permission",
        remedy: "Change its permissions, or name another with --registry or JX_REGISTRY.")
    }
    if !allowsNetworkFileSystem, let name = FileSystemKind.networkName(at: nearest) {
      throw ExperimentError(
        .unsupported, found: "the registry \(directory) lies on a network file system (\(name))",
        expected: "a local disk, where SQLite's locks hold",
        remedy: "Name another folder with --registry; or, if only one machine uses this one, take --force.")
    }
    let hasDatabase = unsafe access(Self.databasePath(in: directory), F_OK) == 0
    if hasDatabase || !createsMissing { _ = try opened() }
  }

  /// The open database; made with its folder if it is not there.
  private func opened() throws(ExperimentError) -> DatabasePool {
    try pool.withLock { pool throws(ExperimentError) in
      if let pool { return pool }
      try RunFolder.createFolder(directory)
      let new = try Self.openPool(directory: directory)
      pool = new
      return new
    }
  }

  /// Makes the registry if it is not there yet.
  func makeIfMissing() throws(ExperimentError) { _ = try opened() }

  /// Where a database of a registry stands.
  static func databasePath(in directory: String) -> String { directory + "/registry.sqlite" }

  /// Opening switches a new database to WAL and migrates it; a lock of our own lets one process do so at a time, since
  /// SQLite's busy handler doesn't cover the switch.
  private static func openPool(directory: String) throws(ExperimentError) -> DatabasePool {
    let lock = try FileDescriptor(path: directory + "/registry.lock", flags: O_RDWR | O_CREAT)
    while flock(lock.number, LOCK_EX) != 0 {
      guard errno == EINTR else { throw SystemFailure.error("locked", lock.path) }
    }
    return try RegistryFailure.translate(directory) {
      try retrying {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.label = "registry"
        let pool = try DatabasePool(path: databasePath(in: directory), configuration: configuration)
        // A recorded epoch must outlast a power cut; GRDB's pools only promise that the database stays whole.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        let migrator = RegistrySchema.migrator
        guard try !pool.read(migrator.hasBeenSuperseded) else {
          throw ExperimentError(
            .registry, found: "\(databasePath(in: directory)) was written by a newer version of jx",
            expected: "tables that this version knows", remedy: "Update jx, or name another registry.")
        }
        if try !pool.read(migrator.hasCompletedMigrations) { try migrator.migrate(pool) }
        return pool
      }
    }
  }

  /// Reads within one state of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(ExperimentError) -> Value {
    let pool = try opened()
    return try RegistryFailure.translate(directory) {
      try Self.retrying { try pool.read(body) }
    }
  }

  /// Writes all or nothing.
  ///
  /// The lock is taken before `body` runs, so that what it does beside the database is done once and in turn.
  func write<Value>(_ body: (Database) throws -> Value) throws(ExperimentError) -> Value {
    let pool = try opened()
    return try RegistryFailure.translate(directory) {
      var hasBegun = false
      return try Self.retrying {
        guard !hasBegun else {
          throw ExperimentError(.registry, found: "the database was busy in the midst of a write")
        }
        return try pool.write { db in
          hasBegun = true
          return try body(db)
        }
      }
    }
  }

  /// Tries again while another process holds the database in one of the states that SQLite's own waiting leaves out:
  /// recovery after a crash, and the last connection's cleaning up.
  private static func retrying<Value>(_ body: () throws -> Value) throws -> Value {
    let deadline = Date.now.addingTimeInterval(patience)
    while true {
      do {
        return try body()
      } catch let error as DatabaseError
        where [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL].contains(error.resultCode)
        && Date.now < deadline
      {
        usleep(.random(in: 1_000...20_000))
      }
    }
  }

  /// The folder of a run.
  func folder(of id: RunID) -> RunFolder { RunFolder(path: "\(directory)/\(id)") }

  /// The path of a run's folder.
  public func folderPath(of id: RunID) -> String { folder(of: id).path }
}
