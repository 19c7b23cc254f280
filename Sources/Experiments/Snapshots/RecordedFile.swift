/// A file in a run's folder with what proves that it is still the one that was written.
public struct RecordedFile: Sendable, Hashable, Codable {
  /// The path relative to the run's folder, such as `snapshots/epoch-0007.safetensors`.
  public var path: String
  /// Its size in bytes.
  public var byteCount: Int
  /// The SHA-256 of its bytes.
  public var digest: Digest

  /// A file's path, size and digest.
  public init(path: String, byteCount: Int, digest: Digest) {
    self.path = path
    self.byteCount = byteCount
    self.digest = digest
  }

  private enum CodingKeys: String, CodingKey {
    case path
    case byteCount = "bytes"
    case digest = "sha256"
  }
}
