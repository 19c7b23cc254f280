internal import Glibc
internal import Net

/// Embeddings of many recordings, on disk while they are collected: memory grows with the number of files only.
///
/// As variables: `embeddings` `[n, count]`, float32 or, quantised, uint8; for each row `file`, an index into ``files``, and
/// `start_seconds` and `end_seconds` of its example in the recording.
final class EmbeddingTable {
  /// Values of a row.
  let count: Int
  /// The type of the values.
  let element: TensorElement
  /// The recordings.
  private(set) var files: [String] = []
  /// All rows.
  var rowCount: Int { spooledCount / (count * element.byteCount) }

  private let hop: Int
  private var rowCounts: [Int] = []
  private let spool: FileDescriptor
  private var spooledCount = 0

  /// An empty table.
  ///
  /// - Parameters:
  ///   - folder: where there is room for the rows; nothing stays there.
  ///   - count: values of a row.
  ///   - isQuantized: whether values are bytes.
  ///   - hop: hundredths of a second from the start of one example to that of the next.
  init(in folder: String, count: Int, isQuantized: Bool, hop: Int) throws(ExperimentError) {
    self.count = count
    self.hop = hop
    element = isQuantized ? .uint8 : .float32
    let path = "\(folder)/jx-embeddings-\(getpid()).tmp"
    spool = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT | O_TRUNC)
    // Without a name it is gone with the process, however that ends.
    unsafe unlink(path)
  }

  /// Where each row comes from.
  var places: EmbeddingPlaces { EmbeddingPlaces(rowCounts: rowCounts, hop: hop) }

  /// Adds a recording with a number of rows, whose values come later.
  func add(_ path: String, rowCount: Int) {
    files.append(path)
    rowCounts.append(rowCount)
  }

  /// Appends values of rows, in their order.
  func append(_ bytes: RawSpan) throws(ExperimentError) {
    try spool.write(bytes)
    spooledCount += bytes.byteCount
  }

  /// Takes back the last rows, which belong to no recording yet.
  func removeLast(_ rowCount: Int) throws(ExperimentError) {
    spooledCount -= rowCount * self.count * element.byteCount
    guard ftruncate(spool.number, off_t(spooledCount)) == 0, lseek(spool.number, 0, SEEK_END) >= 0 else {
      throw SystemFailure.error("emptied", "the embeddings")
    }
  }

  /// Calls `body` with the values of the rows in pieces of whole rows, first to last.
  func forEachPiece(_ body: (RawSpan) throws -> Void) throws {
    let rowBytes = count * element.byteCount
    var buffer = [UInt8](repeating: 0, count: max(1, (1 << 20) / rowBytes) * rowBytes)
    guard lseek(spool.number, 0, SEEK_SET) == 0 else { throw SystemFailure.error("read", "the embeddings") }
    var left = spooledCount
    while left > 0 {
      var filled = 0
      while filled < min(left, buffer.count) {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
          unsafe Glibc.read(spool.number, bytes.baseAddress.map { unsafe $0 + filled }, bytes.count - filled)
        }
        guard count > 0 else { throw SystemFailure.error("read", "the embeddings") }
        filled += count
      }
      try body(unsafe buffer.span.extracting(0..<filled).bytes)
      left -= filled
    }
  }
}

extension EmbeddingTable: VariableSource {
  /// The four arrays.
  var variables: [CheckpointVariable] {
    func variable(_ name: String, _ shape: [Int], _ element: TensorElement) -> CheckpointVariable {
      CheckpointVariable(
        shape: ParameterShape(name: name, shape: shape), element: element, typeName: element.plainName)
    }
    return [
      variable("embeddings", [rowCount, count], element), variable("file", [rowCount], .int32),
      variable("start_seconds", [rowCount], .float64), variable("end_seconds", [rowCount], .float64),
    ]
  }

  /// Sends an array's elements.
  func send(_ name: String, to sink: (RawSpan) throws -> Void) throws {
    switch name {
    case "embeddings": try forEachPiece(sink)
    case "file": try sendRows(to: sink) { Int32($0.file) }
    case "start_seconds": try sendRows(to: sink) { $0.startSeconds.bitPattern }
    default: try sendRows(to: sink) { $0.endSeconds.bitPattern }
    }
  }

  private func sendRows<Value: BitwiseCopyable>(
    to sink: (RawSpan) throws -> Void, _ value: (EmbeddingPlaces.Place) -> Value
  ) throws {
    var piece: [Value] = []
    func flush() throws {
      try sink(unsafe piece.span.bytes)
      piece.removeAll(keepingCapacity: true)
    }
    for place in places {
      piece.append(value(place))
      if piece.count == 1 << 16 { try flush() }
    }
    if !piece.isEmpty { try flush() }
  }
}
