/// What a gzip file holds, readable anywhere without unpacking it to disk.
///
/// Opening decompresses everything once, which verifies gzip's checksum, and notes a point every few megabytes from
/// which decompression can start. Reading then decompresses from the nearest point, or goes on where the last call
/// stopped.
final class GzipSource: ByteSource {
  let name: String
  let isMapped = false
  let byteCount: Int

  private let file: any ByteSource
  private let points: [Point]
  private var stream: DeflatedStream
  private var member: Int

  /// A place from which decompression can start.
  private struct Point {
    var input: Int
    var output: Int
    /// Bits of the byte before `input` that belong to the stream.
    var bits: Int
    /// The output before; nil at the beginning of a member with its header.
    var window: [UInt8]?
  }

  /// Decompresses a gzip file of one or several members.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` if it is damaged, or grows more than `ExpansionLimit` allows.
  init(_ file: any ByteSource) throws(NetError) {
    self.file = file
    name = file.name
    (points, byteCount) = try Self.scan(file)
    member = 0
    stream = try Self.open(points[0], of: file)
  }

  /// Whether some bytes begin as a gzip file does.
  static func isGzip(_ source: any ByteSource) throws(NetError) -> Bool {
    guard source.byteCount >= 2 else { return false }
    return try isMember(source, at: 0)
  }

  func withBytes<Result>(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    try forEachPiece(range) { piece throws(NetError) in
      unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    return try body(unsafe bytes.span.bytes)
  }

  func forEachPiece(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of \(byteCount)")
    guard !range.isEmpty else { return }
    let size = min(1 << 18, max(range.count, 1 << 12))
    var buffer = [UInt8](repeating: 0, count: size)
    try seek(range.lowerBound, &buffer)
    var position = range.lowerBound
    while position < range.upperBound {
      let wanted = min(size, range.upperBound - position)
      var filled = 0
      while filled < wanted { try readOn(into: &buffer, filled: &filled, limit: wanted) }
      position += filled
      try body(unsafe buffer.span.extracting(0..<filled).bytes)
    }
  }
}

extension GzipSource {
  private static let spacing = 1 << 23
  private static let mostMembers = 4096

  /// Decompresses everything; returns the points and the number of bytes.
  private static func scan(_ file: any ByteSource) throws(NetError) -> ([Point], byteCount: Int) {
    var points: [Point] = []
    var (input, output, members) = (0, 0, 0)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    repeat {
      members += 1
      guard members <= mostMembers else { throw file.malformed("more than \(mostMembers) gzip members") }
      points.append(Point(input: input, output: output, bits: 0, window: nil))
      let stream = DeflatedStream(
        file, input..<file.byteCount, outputPosition: output, try Inflater(.gzip))
      while !stream.isAtEnd {
        let limit = buffer.count
        var filled = 0
        try stream.read(into: &buffer, filled: &filled, limit: limit, stopsAtBlocks: true)
        try ExpansionLimit.check(stream.outputPosition, from: file.byteCount, of: file)
        if stream.isAtBlockEnd, stream.outputPosition - points[points.count - 1].output >= spacing {
          points.append(
            Point(
              input: stream.inputPosition, output: stream.outputPosition, bits: stream.inflater.unusedBits,
              window: stream.inflater.window()))
        }
      }
      (input, output) = (stream.inputPosition, stream.outputPosition)
    } while try isMember(file, at: input)
    return (points, output)
  }

  private static func isMember(_ file: any ByteSource, at position: Int) throws(NetError) -> Bool {
    guard file.byteCount - position >= 2 else { return false }
    return try file.withBytes(position..<(position + 2)) { $0.littleEndian(at: 0, as: UInt16.self) == 0x8b1f }
  }

  private static func open(_ point: Point, of file: any ByteSource) throws(NetError) -> DeflatedStream {
    let inflater = try Inflater(point.window == nil ? .gzip : .none)
    if let window = point.window {
      let byte = try file.withBytes((point.input - 1)..<point.input) { $0.byte(at: 0) }
      guard inflater.start(bits: point.bits, of: byte, window: window) else {
        throw file.malformed("the compressed data changed while they were read")
      }
    }
    return DeflatedStream(
      file, point.input..<file.byteCount, outputPosition: point.output, inflater)
  }

  /// Brings the stream to a position, from a point or from where it is, whichever is nearer.
  private func seek(_ position: Int, _ buffer: inout [UInt8]) throws(NetError) {
    let nearest = points.lastIndex { $0.output <= position } ?? 0
    if stream.outputPosition > position || points[nearest].output > stream.outputPosition {
      stream = try Self.open(points[nearest], of: file)
      member = nearest
    }
    while stream.outputPosition < position {
      var filled = 0
      try readOn(into: &buffer, filled: &filled, limit: min(buffer.count, position - stream.outputPosition))
    }
  }

  /// Fills a buffer up to `limit` bytes from this member, or from the next if this one has ended.
  private func readOn(into buffer: inout [UInt8], filled: inout Int, limit: Int) throws(NetError) {
    if stream.isAtEnd {
      guard let next = points.indices.first(where: { $0 > member && points[$0].window == nil }) else {
        throw file.malformed("the compressed data changed while they were read")
      }
      stream = try Self.open(points[next], of: file)
      member = next
    }
    try stream.read(into: &buffer, filled: &filled, limit: limit)
  }
}
