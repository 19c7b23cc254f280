/// Something that an import could not use, and why.
public struct ImportProblem: Sendable, Hashable, Codable {
  /// The file or folder below the source folder.
  public var source: String
  /// Why, in words.
  public var reason: String

  /// A problem with its parts.
  public init(source: String, reason: String) {
    self.source = source
    self.reason = reason
  }
}
