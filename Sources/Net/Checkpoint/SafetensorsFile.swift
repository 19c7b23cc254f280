/// A safetensors file, opened for reading: header parsed and validated, tensors read from the mapped file when asked for.
///
/// The format's layout stands with `SafetensorsHeader`. Files that jx writes come from ``SafetensorsWriter``.
public struct SafetensorsFile: ~Copyable {
  /// The tensors in the order of their bytes in the file.
  public let tensors: [SafetensorsTensor]
  /// The free strings in the header.
  public let metadata: [String: String]
  /// The file's size.
  public let byteCount: Int

  private let path: String
  private let file: MappedFile
  /// The bytes before the first tensor.
  let dataStart: Int
  private let indices: [String: Int]

  /// Opens a file and checks its whole structure; reads only the header.
  ///
  /// - Throws: ``NetError/Code/inputOutput`` if it cannot be read, ``NetError/Code/malformedFile`` if it is cut off, too
  ///   long, its tensors overlap, leave gaps or do not have the size of their shape, or a name stands twice.
  public init(path: String) throws(NetError) {
    let file = try MappedFile(path: path)
    let header: SafetensorsHeader
    do throws(NetError) {
      (header, dataStart) = try Self.readHeader(of: file)
    } catch {
      throw NetError(
        error.code, found: "\(path) is not a valid safetensors file: \(error.found)",
        expected: error.expected,
        remedy: "Restore it from a copy or write it again.")
    }
    tensors = header.tensors
    metadata = header.metadata
    byteCount = file.byteCount
    indices = Dictionary(uniqueKeysWithValues: zip(tensors.map(\.shape.name), tensors.indices))
    self.path = path
    self.file = file
  }

  /// The tensor of a name; nil if there is none.
  public func tensor(named name: String) -> SafetensorsTensor? {
    indices[name].map { tensors[$0] }
  }

  /// Copies a tensor out in single precision, rounding other types.
  ///
  /// - Parameter values: overwritten; as many as the tensor's shape says.
  /// - Throws: ``NetError/Code/unknownName`` for a name that the file lacks, ``NetError/Code/shapeMismatch`` for
  ///   another number of values.
  public func read(_ name: String, into values: inout MutableSpan<Float>) throws(NetError) {
    let tensor = try required(name)
    guard values.count == tensor.shape.count else {
      throw NetError(
        .shapeMismatch,
        found: "\(path): tensor '\(name)' has \(tensor.shape.count) values of \(tensor.shape.shape)",
        expected: "\(values.count)")
    }
    file.withBytes(place(of: tensor)) { bytes in tensor.element.convert(bytes, into: &values) }
  }

  /// Calls `body` with a tensor in single precision: without a copy if it is stored so, otherwise converted.
  ///
  /// - Throws: ``NetError/Code/unknownName`` for a name that the file lacks, and what `body` throws.
  public func withValues<Result>(of name: String, _ body: (Span<Float>) throws -> Result) throws -> Result {
    let tensor = try required(name)
    if tensor.element == .float32, let result = try file.withFloats(place(of: tensor), body) { return result }
    var values = [Float](repeating: 0, count: tensor.shape.count)
    var span = values.mutableSpan
    try read(name, into: &span)
    return try body(values.span)
  }

  /// Calls `body` with all bytes of the file in pieces of at most `size`, first to last; for checksums.
  public func forEachPiece(ofAtMost size: Int = 1 << 20, _ body: (RawSpan) throws -> Void) rethrows {
    precondition(size > 0, "pieces of \(size) bytes")
    for start in stride(from: 0, to: byteCount, by: size) {
      try file.withBytes(start..<min(start + size, byteCount), body)
    }
  }

  /// Calls `body` with a tensor's stored bytes where they lie.
  func withBytes<Result>(
    of tensor: SafetensorsTensor, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    try file.withBytes(place(of: tensor), body)
  }

  /// Calls `body` with a part of a tensor's stored bytes where they lie.
  ///
  /// - Parameter range: within the tensor's bytes, which must be one of this file.
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, of tensor: SafetensorsTensor, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes(place(range, of: tensor), body)
  }

  private func place(_ range: Range<Int>, of tensor: SafetensorsTensor) -> Range<Int> {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= tensor.bytes.count,
      "bytes \(range) of a tensor of \(tensor.bytes.count)")
    let start = dataStart + tensor.bytes.lowerBound
    return (start + range.lowerBound)..<(start + range.upperBound)
  }

  /// The mapped bytes alone.
  consuming func intoMapping() -> MappedFile { file }

  private static func readHeader(
    of file: borrowing MappedFile
  ) throws(NetError) -> (header: SafetensorsHeader, dataStart: Int) {
    let lengthBytes = 8
    guard file.byteCount >= lengthBytes else {
      throw NetError(.malformedFile, found: "\(file.byteCount) bytes", expected: "at least \(lengthBytes)")
    }
    let length = file.withBytes(0..<lengthBytes) { bytes in
      UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(as: UInt64.self))
    }
    let most = min(file.byteCount - lengthBytes, SafetensorsHeader.maximumByteCount)
    guard length >= 2, length <= UInt64(most) else {
      throw NetError(
        .malformedFile, found: "a header of \(length) bytes in a file of \(file.byteCount)",
        expected: "2 to \(max(most, 2))")
    }
    let dataStart = lengthBytes + Int(length)
    let header = try file.withBytes(lengthBytes..<dataStart) { bytes throws(NetError) in
      try SafetensorsHeader(parsing: bytes, dataCount: file.byteCount - dataStart)
    }
    return (header, dataStart)
  }

  private func place(of tensor: SafetensorsTensor) -> Range<Int> {
    (dataStart + tensor.bytes.lowerBound)..<(dataStart + tensor.bytes.upperBound)
  }

  /// The tensor of a name that must be there.
  func required(_ name: String) throws(NetError) -> SafetensorsTensor {
    guard let tensor = tensor(named: name) else {
      throw NetError(
        .unknownName, found: "\(path) has no tensor '\(name)'",
        expected: "one of its \(tensors.count) tensors")
    }
    return tensor
  }
}
