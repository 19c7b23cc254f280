/// What became of the recordings that were to be embedded.
public struct EmbeddingReport: Sendable, Hashable {
  /// The files written, the embeddings last.
  public var outputs: [String]
  /// The recordings with embeddings.
  public var fileCount: Int
  /// The embeddings.
  public var embeddingCount: Int
  /// Values of each.
  public var valueCount: Int
  /// The recordings without, and why.
  public var skipped: [FileProblem]
}
