internal import Audio

/// Examples of one recording or several that the network computes together.
struct EmbeddingBatch {
  private let embedder: Embedder
  private let postprocessor: EmbeddingPostprocessor?
  private let table: EmbeddingTable
  private var input: [Float]
  private var output: [Float]
  /// Examples that wait.
  private var count = 0
  /// Examples of the present recording, computed or waiting.
  private var recordingRows = 0

  /// An empty batch, whose embeddings go through a postprocessor into a table.
  init(_ embedder: Embedder, _ postprocessor: EmbeddingPostprocessor?, _ table: EmbeddingTable) {
    self.embedder = embedder
    self.postprocessor = postprocessor
    self.table = table
    input = [Float](repeating: 0, count: embedder.batchSize * Examples.valueCount)
    output = [Float](repeating: 0, count: embedder.batchSize * embedder.count)
  }

  /// Takes the examples of a recording; computes whenever the batch is full.
  ///
  /// - Returns: how many there were.
  /// - Throws: `AudioError` for a recording that can't be read to its end, ``ExperimentError``.
  mutating func append(_ path: String, isCancelled: () -> Bool) throws -> Int {
    recordingRows = 0
    var stream = try ExampleStream(path: path, frontEnd: embedder.frontEnd, limits: RecordingQuery.limits)
    while true {
      guard !isCancelled() else { throw ExperimentError(.interrupted, found: "stopped; nothing was written") }
      let examples = try stream.next(atMost: embedder.batchSize - count)
      guard examples.count > 0 else { return recordingRows }
      let start = count * Examples.valueCount
      input.replaceSubrange(start..<(start + examples.values.count), with: examples.values)
      count += examples.count
      recordingRows += examples.count
      if count == embedder.batchSize { try flush() }
    }
  }

  /// Takes back the examples of the recording that was taken last, or in part.
  mutating func discardRecording() throws(ExperimentError) {
    let waiting = min(count, recordingRows)
    count -= waiting
    try table.removeLast(recordingRows - waiting)
    recordingRows = 0
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
