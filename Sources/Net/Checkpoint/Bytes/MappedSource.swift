/// The bytes of a file on the disk, mapped into memory.
final class MappedSource: ByteSource {
  let name: String
  let isMapped = true
  private let file: MappedFile

  /// Maps a file; throws ``NetError/Code/inputOutput`` with the path and the system's reason.
  init(path: String) throws(NetError) {
    file = try MappedFile(path: path)
    name = path
  }

  var byteCount: Int { file.byteCount }

  func withBytes<Result>(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    try file.withBytes(range, body)
  }

  func forEachPiece(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    // Small enough that a checksum leaves the piece in the second-level cache for whoever copies it next.
    let size = 1 << 18
    for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      try file.withBytes(start..<min(start + size, range.upperBound)) { piece throws(NetError) in
        try body(piece)
        file.release(piece)
      }
    }
  }

  func release(_ bytes: RawSpan) { file.release(bytes) }
}
