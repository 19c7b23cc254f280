internal import Foundation

/// Text attributes, only on a terminal that wants them (`NO_COLOR` is honoured, see no-color.org).
enum Style {
  /// Whether standard output takes escape sequences.
  static let isEnabled: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
  }()

  /// Bold text.
  static func bold(_ text: String) -> String { isEnabled ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
}
