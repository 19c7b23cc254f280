/// Where a config value came from.
public enum ConfigSource: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Nobody said anything: the default.
  case `default`
  /// A place in the config file; line and column count from 1, columns in Unicode scalars.
  case file(path: String, line: Int, column: Int)
  /// An override, as it was given: `key=value`.
  case override(String)

  /// `default`, `file:line:column` or `--set key=value`, the latter cut after 80 characters.
  public var description: String {
    switch self {
    case .default: "default"
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .override(let text): "--set " + ConfigText.excerpt(text, limit: 80)
    }
  }

  /// The place to print in front of an error; nil for a default.
  var place: String? { self == .default ? nil : description }
}
