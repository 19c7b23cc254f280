/// What data a run was trained on; the single files stand in `data.csv` in the run's folder.
public struct DataFingerprint: Sendable, Hashable, Codable {
  /// The data folder as the config gives it.
  public var folder: String
  /// The number of files.
  public var fileCount: Int
  /// Their bytes together.
  public var byteCount: Int
  /// The SHA-256 of the list of their paths, sizes and digests.
  public var digest: Digest

  /// A fingerprint from its parts.
  public init(folder: String, fileCount: Int, byteCount: Int, digest: Digest) {
    self.folder = folder
    self.fileCount = fileCount
    self.byteCount = byteCount
    self.digest = digest
  }

  private enum CodingKeys: String, CodingKey {
    case folder
    case fileCount = "files"
    case byteCount = "bytes"
    case digest = "sha256"
  }
}
