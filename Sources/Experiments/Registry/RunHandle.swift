internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// The right to record a run's progress: it holds the run's lock until ``finish(_:reason:)`` or the end of the process.
///
/// A handle that ends without finishing leaves a run that counts as crashed. Safe to use from several threads.
public final class RunHandle: Sendable {
  /// The run.
  public let id: RunID
  /// The number of this attempt at it: 1 for the start.
  public let attempt: Int

  let registry: Registry
  let number: Int64
  private let lock: Mutex<RunLock?>

  init(registry: Registry, id: RunID, number: Int64, attempt: Int, lock: consuming RunLock) {
    self.registry = registry
    self.id = id
    self.number = number
    self.attempt = attempt
    self.lock = Mutex(lock)
  }

  /// The path of the run's folder.
  public var folderPath: String { folder.path }

  var folder: RunFolder { registry.folder(of: id) }

  /// Notes how far the run has come, for lists of runs and for the word about a crash; takes microseconds.
  public func noteProgress(_ progress: RunProgress) throws {
    try lock.withLock { lock throws(ExperimentError) in
      guard lock != nil else { throw Self.finished(id) }
      try lock?.note(progress)
    }
  }

  /// Ends the attempt and gives the lock back; nothing can be recorded afterwards.
  ///
  /// - Parameters:
  ///   - status: `finished`, `interrupted` or `failed`.
  ///   - reason: why, in words; empty for the ordinary end.
  ///   - evaluation: the final evaluation, recorded together with the end: a run that is killed between the two
  ///     would otherwise be evaluated twice.
  public func finish(_ status: RunStatus, reason: String = "", evaluation: EvaluationRecord? = nil) throws {
    precondition(
      [.finished, .interrupted, .failed].contains(status), "a run can't be finished as \(status.rawValue)")
    try change { db in
      if let evaluation { _ = try registry.insert(evaluation, of: id, run: number, db) }
      try db.execute(
        sql: "UPDATE attempts SET ended_at = ?, status = ?, reason = ? WHERE run = ? AND number = ?",
        arguments: [Timestamp.text(.now), status.rawValue, reason, number, attempt])
      try db.execute(
        sql: "UPDATE runs SET status = ?, reason = ? WHERE number = ?",
        arguments: [status.rawValue, reason, number])
    }
    lock.withLock { $0 = nil }
  }

  /// Takes back a run that came to nothing before its first epoch: row, folder and lock are gone.
  ///
  /// - Throws: ``ExperimentError/Code/registry`` if the run has an epoch.
  public func discard() throws {
    try checkOpen()
    try registry.write { db in
      try db.execute(sql: "DELETE FROM runs WHERE number = ? AND epoch_count = 0", arguments: [number])
      guard db.changesCount == 1 else {
        throw ExperimentError(
          .registry, found: "run \(id) has recorded epochs", expected: "one without, to take back")
      }
    }
    lock.withLock { $0 = nil }
    try FileTree.remove(folderPath)
  }

  /// Changes the run's rows and `run.json` together.
  func change<Value>(_ body: (Database) throws -> Value) throws(ExperimentError) -> Value {
    try checkOpen()
    return try registry.change(number, id, body)
  }

  func checkOpen() throws(ExperimentError) {
    guard lock.withLock({ lock in lock != nil }) else { throw Self.finished(id) }
  }

  private static func finished(_ id: RunID) -> ExperimentError {
    ExperimentError(
      .registry, found: "the attempt at run \(id) has ended", expected: "one that is still recorded",
      remedy: "Resume the run to go on.")
  }
}
