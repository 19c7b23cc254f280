internal import Foundation
internal import GRDB

/// Columns turned into the types they stand for.
enum RegistryRow {
  /// A value that a column must be able to give; throws ``ExperimentError/Code/registry`` naming the column.
  static func value<Value>(_ value: Value?, _ column: String) throws(ExperimentError) -> Value {
    guard let value else {
      throw ExperimentError(
        .registry, found: "a value in the registry's column \(column) that this version of jx doesn't know",
        remedy: "Update jx, or restore the registry from the run folders: jx registry rebuild")
    }
    return value
  }

  /// A time; throws as ``value(_:_:)`` does.
  static func date(_ text: String, _ column: String) throws(ExperimentError) -> Date {
    try value(Timestamp.date(text), column)
  }

  /// A time, if there is one.
  static func date(_ text: String?, _ column: String) throws(ExperimentError) -> Date? {
    guard let text else { return nil }
    return try date(text, column) as Date
  }

  /// A figure as a column: NULL stands for no number, which SQLite can't hold.
  static func column(_ figure: Double) -> Double? { figure.isNaN ? nil : figure }
}
