/// What went wrong with a recording or a file of features: what was found, what was expected, what to do next.
public struct AudioError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure, for callers that react to it.
  public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
    /// No file of that name.
    case missingFile
    /// A file that the system does not let us read, or a folder.
    case unreadable
    /// A file that is no recording, or one of a kind that cannot be decoded.
    case unsupportedFormat
    /// A recording without samples.
    case empty
    /// Samples that are not numbers, infinite or absurdly large.
    case notFinite
    /// A recording beyond the limits.
    case tooLong
    /// A recording too short for one example.
    case tooShort
    /// A damaged or truncated file.
    case malformed
    /// A file that could not be written.
    case writeFailed
    /// A setting outside its range.
    case invalidSetting
  }

  /// The kind of failure.
  public var code: Code
  /// The file concerned; empty where none is.
  public var file: String
  /// What was found.
  public var found: String
  /// What was expected instead; empty where nothing can be said.
  public var expected: String
  /// What to do next; empty where nothing can be said.
  public var remedy: String

  /// An error with its parts; `expected` and `remedy` may be left out.
  public init(_ code: Code, file: String = "", found: String, expected: String = "", remedy: String = "") {
    self.code = code
    self.file = file
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The file and the parts in one line.
  public var description: String {
    (file.isEmpty ? "" : file + ": ") + reason
  }

  /// The parts without the file, in one line.
  public var reason: String {
    var text = found
    if !expected.isEmpty { text += "; expected " + expected }
    if !remedy.isEmpty { text += ". " + remedy }
    return text
  }

  /// The same error for a file, where none was known.
  public func naming(_ file: String) -> AudioError {
    var error = self
    if error.file.isEmpty { error.file = file }
    return error
  }
}
