/// A file or folder that `gc` looked at, and what becomes of it.
public struct GarbageItem: Sendable, Hashable, Codable {
  /// The run whose folder it is in; nil for what lies beside the runs.
  public var run: RunID?
  /// Its path in the registry's folder; a folder's ends with a slash.
  public var path: String
  /// The bytes on the disk that its removal would free: none for a file that another registry shares.
  public var byteCount: Int
  /// Whether it stays.
  public var isKept: Bool
  /// Why it stays or goes, in words.
  public var reason: String

  /// An item from its parts.
  public init(run: RunID?, path: String, byteCount: Int, isKept: Bool, reason: String) {
    self.run = run
    self.path = path
    self.byteCount = byteCount
    self.isKept = isKept
    self.reason = reason
  }

  private enum CodingKeys: String, CodingKey {
    case run
    case path
    case byteCount = "bytes"
    case isKept = "kept"
    case reason
  }
}
