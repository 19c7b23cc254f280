internal import Audio

/// Examples of one recording or several that the network computes together.
struct EmbeddingBatch {
  private let embedder: Embedder
  private let postprocessor: EmbeddingPostprocessor?
  private let table: EmbeddingTable
  private var input: [Float]
  private var output: [Float]
  private var count = 0

  /// An empty batch, whose embeddings go through a postprocessor into a table.
  init(_ embedder: Embedder, _ postprocessor: EmbeddingPostprocessor?, _ table: EmbeddingTable) {
    self.embedder = embedder
    self.postprocessor = postprocessor
    self.table = table
    input = [Float](repeating: 0, count: embedder.batchSize * Examples.valueCount)
    output = [Float](repeating: 0, count: embedder.batchSize * embedder.count)
  }

  /// Takes the examples of a spectrogram; computes whenever the batch is full.
  mutating func append(_ logMel: LogMel, rowCount: Int, isCancelled: () -> Bool) throws(ExperimentError) {
    for row in 0..<rowCount {
      let first = row * embedder.frontEnd.hopRows * LogMel.bands
      input.replaceSubrange(
        (count * Examples.valueCount)..<((count + 1) * Examples.valueCount),
        with: logMel.values[first..<(first + Examples.valueCount)])
      count += 1
      guard count == embedder.batchSize else { continue }
      guard !isCancelled() else { throw ExperimentError(.interrupted, found: "stopped; nothing was written") }
      try flush()
    }
    guard !isCancelled() else { throw ExperimentError(.interrupted, found: "stopped; nothing was written") }
  }

  /// Computes what is left.
  mutating func flush() throws(ExperimentError) {
    guard count > 0 else { return }
    // Held by nobody else while the network writes into it.
    var values: [Float] = []
    swap(&values, &output)
    defer { swap(&values, &output) }
    let valueCount = count * embedder.count
    var all = values.mutableSpan
    var part = all._mutatingExtracting(0..<valueCount)
    try embedder.embed(input.span.extracting(0..<(count * Examples.valueCount)), into: &part)
    count = 0
    let rows = values.span.extracting(0..<valueCount)
    guard let postprocessor else { return try table.append(unsafe rows.bytes) }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: rows.count, by: embedder.count) {
      bytes += postprocessor.bytes(of: rows.extracting(start..<(start + embedder.count)))
    }
    try table.append(unsafe bytes.span.bytes)
  }
}
