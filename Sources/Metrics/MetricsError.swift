/// What went wrong in `Metrics`: what was found, what was expected, and what to do next.
public struct MetricsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure, for callers that react to it.
  public enum Code: String, Sendable, Hashable, Codable {
    /// A table without rows, or without classes.
    case empty
    /// A score that is infinite or not a number.
    case notFinite
    /// A score outside 0…1 where a probability is needed.
    case notProbability
    /// Arrays whose lengths don't belong together.
    case shapeMismatch
    /// A class index that the table does not have.
    case labelOutOfRange
    /// A group (clip or recording) whose rows carry different labels.
    case mixedLabels
    /// A count, level or share outside its range.
    case invalidParameter
    /// A figure that these data do not determine.
    case undefined
  }

  /// The kind of failure.
  public var code: Code
  /// What was found.
  public var found: String
  /// What was expected instead; empty where nothing can be said.
  public var expected: String
  /// What to do next; empty where nothing can be said.
  public var remedy: String

  /// An error with its parts; `expected` and `remedy` may be left out.
  public init(_ code: Code, found: String, expected: String = "", remedy: String = "") {
    self.code = code
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The parts in one line.
  public var description: String {
    var text = found
    if !expected.isEmpty { text += "; expected " + expected }
    if !remedy.isEmpty { text += ". " + remedy }
    return text
  }
}
