/// What a merge of another registry did.
public struct MergeReport: Sendable, Hashable, Codable {
  /// A run that was taken over.
  public struct MergedRun: Sendable, Hashable, Codable {
    /// Its id here.
    public var id: RunID
    /// Its id in the other registry; another one where a different run has that id here.
    public var otherID: RunID

    private enum CodingKeys: String, CodingKey {
      case id
      case otherID = "other_id"
    }
  }

  /// Runs that were taken over, in the order in which they began.
  public var merged: [MergedRun] = []
  /// Runs that were here already, by their ids here.
  public var known: [RunID] = []
  /// Runs that are here and have gone on there, or that are being worked on; with what to do.
  public var skipped: [FileProblem] = []
  /// Folders that can't be read.
  public var failures: [FileProblem] = []
  /// Bytes that were copied.
  public var copiedByteCount = 0
  /// Bytes of files that both registries now share on the disk.
  public var sharedByteCount = 0

  private enum CodingKeys: String, CodingKey {
    case merged
    case known
    case skipped
    case failures
    case copiedByteCount = "copied_bytes"
    case sharedByteCount = "shared_bytes"
  }
}
