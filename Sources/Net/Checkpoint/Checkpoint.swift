/// A checkpoint of any format that jx reads, opened for reading: TensorFlow V1 and V2, safetensors, npz.
///
/// TensorFlow's may lie in a `.tar`, `.tgz` or `.gz` file; nothing is unpacked to disk. Files are mapped into memory,
/// and values are read when they are asked for. Not for use from two threads at once.
public final class Checkpoint {
  /// The path it was opened by.
  public let path: String
  /// Its format.
  public let format: CheckpointFormat
  /// The files it consists of: one, or the index and the data files of TensorFlow's second format.
  public let files: [String]
  /// The checkpoint within an archive, such as `model.ckpt-60`; nil if the file itself is one.
  public let member: String?
  /// Its variables, in the order in which reading them all takes least.
  public let variables: [CheckpointVariable]

  private let reader: any CheckpointReader
  private let indices: [String: Int]

  /// Opens a checkpoint and reads what it holds, but no values.
  ///
  /// - Parameter path: a file of any of the formats, or the prefix of TensorFlow's second (`model.ckpt-60` for
  ///   `model.ckpt-60.index`); of several checkpoints in an archive the one of the highest number is taken.
  /// - Throws: ``NetError/Code/inputOutput`` for files that can't be read, ``NetError/Code/malformedFile`` for damaged
  ///   ones and for those of no known format.
  public init(path: String) throws(NetError) {
    let opened = try OpenedCheckpoint(path: path)
    self.path = path
    format = opened.format
    files = opened.files
    member = opened.member
    reader = opened.reader
    variables = opened.reader.variables
    indices = Dictionary(
      uniqueKeysWithValues: zip(opened.reader.variables.map(\.shape.name), opened.reader.variables.indices))
  }

  /// The variable of a name; nil if there is none.
  public func variable(named name: String) -> CheckpointVariable? {
    indices[name].map { variables[$0] }
  }

  /// Copies a variable out in single precision, rounding other types; checks its checksum where the format has one.
  ///
  /// - Parameter values: overwritten, even when an error follows; as many as the variable's shape says.
  /// - Throws: ``NetError/Code/unknownName`` for a name that the checkpoint lacks, ``NetError/Code/shapeMismatch`` for
  ///   another number of values, ``NetError/Code/unsupported`` for texts and the like, and
  ///   ``NetError/Code/malformedFile``, naming variable and file, for damaged values.
  public func read(_ name: String, into values: inout MutableSpan<Float>) throws(NetError) {
    let (index, element) = try readable(name)
    let variable = variables[index]
    guard values.count == variable.shape.count else {
      throw NetError(
        .shapeMismatch,
        found: "\(path): variable '\(name)' has \(variable.shape.count) values of \(variable.shape.shape)",
        expected: "\(values.count)")
    }
    var done = 0
    // A closure cannot hold on to the span; the pointer does not leave this call.
    try unsafe values.withUnsafeMutableBufferPointer { buffer throws(NetError) in
      try reader.forEachPiece(of: index) { piece throws(NetError) in
        var span = unsafe buffer.mutableSpan
        element.convert(piece, into: &span, from: done)
        done += piece.byteCount / element.byteCount
      }
    }
    guard done == variable.shape.count else { throw incomplete(variable, done) }
  }

  /// Calls `body` with a variable's values in single precision; throws as ``read(_:into:)`` does, and what `body` throws.
  ///
  /// - Parameter buffer: scratch memory, which grows as needed and serves the next variable, too.
  public func withValues<Result>(
    of name: String, buffer: inout [Float], _ body: (Span<Float>) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    let count = variables[try readable(name).0].shape.count
    if buffer.count < count { buffer = [Float](repeating: 0, count: count) }
    try unsafe buffer.withUnsafeMutableBufferPointer { buffer throws(NetError) in
      var part = unsafe buffer.extracting(0..<count).mutableSpan
      try read(name, into: &part)
    }
    return try body(buffer.span.extracting(0..<count))
  }

  /// Calls `body` with a variable's elements as they are stored, row-major and little-endian, in pieces of whole
  /// elements; throws as ``read(_:into:)`` does, and what `body` throws.
  ///
  /// Memory: one piece, except for a variable that is stored in slices.
  public func forEachPiece(
    of name: String, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    let (index, element) = try readable(name)
    var done = 0
    try reader.forEachPiece(of: index) { piece throws(NetError) in
      done += piece.byteCount / element.byteCount
      try body(piece)
    }
    let variable = variables[index]
    guard done == variable.shape.count else { throw incomplete(variable, done) }
  }

  private func readable(_ name: String) throws(NetError) -> (Int, TensorElement) {
    guard let index = indices[name] else {
      throw NetError(
        .unknownName, found: "\(path) has no variable '\(name)'", expected: "one of its \(variables.count)")
    }
    guard let element = variables[index].element else {
      throw NetError(
        .unsupported, found: "\(path): variable '\(name)' is of type \(variables[index].typeName)",
        expected: "real numbers")
    }
    return (index, element)
  }

  private func incomplete(_ variable: CheckpointVariable, _ count: Int) -> NetError {
    NetError(
      .malformedFile, found: "\(path): variable '\(variable.shape.name)' has \(count) values",
      expected: "\(variable.shape.count)")
  }
}
