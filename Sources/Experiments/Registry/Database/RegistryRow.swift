internal import Foundation
internal import GRDB

/// Columns turned into the types they stand for.
enum RegistryRow {
  /// A value that a column must be able to give; throws ``ExperimentError/Code/registry`` naming the column.
  static func value<Value>(_ value: Value?, _ column: String) throws(ExperimentError) -> Value {
    guard let value else {
      throw ExperimentError(
        .registry, found: "a value in the registry's column \(column) that this version of jx doesn't know",
        remedy: "Update jx, or rebuild the registry from the run folders.")
    }
    return value
  }

  /// A time to the millisecond.
  static func date(_ date: Date) -> Date { date.toMillisecond }

  /// A time to the millisecond, if there is one.
  static func date(_ date: Date?) -> Date? { date?.toMillisecond }

  /// A figure as a column: NULL stands for no number, which SQLite can't hold.
  static func column(_ figure: Double) -> Double? { figure.isNaN ? nil : figure }
}
