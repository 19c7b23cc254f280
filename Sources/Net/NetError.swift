/// What went wrong in `Net`: what was found, what was expected, and what to do next.
public struct NetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure, for callers that react to it.
  public enum Code: Sendable, Hashable {
    /// A layer or parameter name that the network does not have.
    case unknownName
    /// A tensor, batch or description of the wrong shape.
    case shapeMismatch
    /// A network or option that this engine cannot run.
    case unsupported
    /// A file that is damaged or not of the format it claims.
    case malformedFile
    /// Memory that the system does not have.
    case outOfMemory
    /// A file that should be there and is not.
    case missingFile
    /// A file that could not be read or written.
    case inputOutput
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
