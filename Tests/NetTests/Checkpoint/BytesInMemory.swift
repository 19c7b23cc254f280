@testable import Net

/// Bytes in memory for readers that take any source.
final class BytesInMemory: ByteSource {
  let name: String
  let isMapped = true
  private let bytes: [UInt8]

  init(_ bytes: [UInt8], name: String = "memory") {
    self.bytes = bytes
    self.name = name
  }

  var byteCount: Int { bytes.count }

  func withBytes<Result>(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    let bytes = bytes
    return try body(unsafe bytes.span.bytes.extracting(range))
  }

  func forEachPiece(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    if !range.isEmpty { try withBytes(range, body) }
  }
}
