internal import Audio
internal import Net

/// Embeds recordings one after the other and writes the embeddings of all their examples into one file.
///
/// Memory: a batch of examples and the paths of the recordings.
public struct EmbeddingRun {
  private let embedder: Embedder
  private let postprocessor: EmbeddingPostprocessor?
  private let form: EmbeddingFile

  /// A run.
  ///
  /// - Parameters:
  ///   - embedder: the network.
  ///   - postprocessor: rotates and quantises the embeddings; nil leaves them as they are.
  ///   - form: how they are written.
  /// - Throws: ``ExperimentError`` for a postprocessor of embeddings of another size.
  public init(
    _ embedder: Embedder, postprocessor: EmbeddingPostprocessor? = nil, form: EmbeddingFile
  ) throws(ExperimentError) {
    if let postprocessor, postprocessor.count != embedder.count {
      throw ExperimentError(
        .invalidData, found: "\(postprocessor.path) is for embeddings of \(postprocessor.count) values",
        expected: "\(embedder.count), which \(embedder.origin) gives")
    }
    self.embedder = embedder
    self.postprocessor = postprocessor
    self.form = form
  }

  /// Embeds the recordings and writes the file.
  ///
  /// - Parameters:
  ///   - recordings: their paths; one that can't be read is skipped and reported.
  ///   - output: the file to write.
  ///   - isCancelled: asked before each recording and each batch.
  ///   - skip: told about a recording that can't be read, when that shows.
  ///   - progress: called after each recording with their number so far.
  /// - Throws: ``ExperimentError``; ``ExperimentError/Code/interrupted`` when cancelled, ``ExperimentError/Code/missingFile``
  ///   if no recording could be read. Nothing is written then.
  public func run(
    _ recordings: [String], to output: String, isCancelled: () -> Bool,
    skip: (FileProblem) -> Void, progress: (Int) -> Void
  ) throws -> EmbeddingReport {
    let table = try EmbeddingTable(
      in: FilePath.folder(of: output), count: embedder.count, isQuantized: postprocessor != nil,
      hop: embedder.frontEnd.hopRows)
    var batch = EmbeddingBatch(embedder, postprocessor, table)
    var skipped: [FileProblem] = []
    for (index, path) in recordings.enumerated() {
      do {
        table.add(path, rowCount: try batch.append(path, isCancelled: isCancelled))
      } catch let error as AudioError {
        try batch.discardRecording()
        let problem = FileProblem(path: path, reason: error.reason)
        skipped.append(problem)
        skip(problem)
      }
      progress(index + 1)
    }
    try batch.flush()
    guard table.rowCount > 0 else {
      throw ExperimentError(
        .missingFile, found: "none of \(recordings.count) recordings could be embedded",
        expected: "recordings of at least 0.975 s")
    }
    let outputs = try form.write(
      table, to: output,
      metadata: [
        "checkpoint": embedder.origin, "hop_seconds": "\(embedder.frontEnd.hopSeconds)",
        "postprocessor": postprocessor?.path ?? "none",
      ])
    return EmbeddingReport(
      outputs: outputs, fileCount: table.files.count, embeddingCount: table.rowCount,
      valueCount: table.count, skipped: skipped)
  }
}
