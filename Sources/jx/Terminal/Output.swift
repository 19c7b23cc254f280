internal import Foundation

/// The two streams: results go to standard output, progress and diagnostics to standard error.
enum Output {
  /// Writes a result as it is.
  static func result(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Writes a line of the result.
  static func line(_ text: String = "") { result(text + "\n") }

  /// Writes a question without ending its line.
  static func prompt(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// Writes a line of diagnostics.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
