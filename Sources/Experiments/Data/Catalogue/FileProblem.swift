/// A file or folder that could not be used, and why.
public struct FileProblem: Sendable, Hashable, Codable {
  /// The path, relative to the data folder.
  public var path: String
  /// Why, in words.
  public var reason: String

  /// A problem with its parts.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
