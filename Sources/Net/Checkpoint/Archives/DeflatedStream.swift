/// One deflate stream within other bytes, decompressed forward.
final class DeflatedStream {
  /// Where in the compressed bytes it goes on.
  private(set) var inputPosition: Int
  /// How many bytes it has given, counted as its maker likes.
  private(set) var outputPosition: Int
  /// Whether it has ended.
  private(set) var isAtEnd = false
  /// Whether a block has just ended.
  private(set) var isAtBlockEnd = false
  /// zlib's decompressor.
  let inflater: Inflater

  private let source: any ByteSource
  private let inputEnd: Int
  private let inputByteCount = 1 << 18
  /// Up to here compressed bytes were given back.
  private var releasedPosition: Int

  /// A stream in a range of some bytes; `outputPosition` is what its first byte is counted as.
  init(
    _ source: any ByteSource, _ input: Range<Int>, outputPosition: Int = 0, _ inflater: Inflater
  ) {
    self.source = source
    self.inflater = inflater
    self.outputPosition = outputPosition
    inputPosition = input.lowerBound
    releasedPosition = input.lowerBound
    inputEnd = input.upperBound
  }

  /// Fills a buffer up to `limit` bytes, less only at the stream's end or, if asked, at the end of a block.
  ///
  /// - Parameters:
  ///   - buffer: where the bytes go.
  ///   - filled: how much of the buffer is full; increased by what was written.
  ///   - limit: how much of the buffer may be filled.
  ///   - stopsAtBlocks: whether to return at the end of each block.
  /// - Throws: ``NetError/Code/malformedFile`` if the stream is damaged or cut off.
  func read(
    into buffer: inout [UInt8], filled: inout Int, limit: Int, stopsAtBlocks: Bool = false
  ) throws(NetError) {
    while filled < limit, !isAtEnd {
      let start = inputPosition
      let end = min(start + inputByteCount, inputEnd)
      let before = filled
      var used = 0
      let stop = try source.withBytes(start..<end) { bytes in
        inflater.inflate(
          bytes, used: &used, into: &buffer, filled: &filled, limit: limit, stopsAtBlocks: stopsAtBlocks)
      }
      inputPosition += used
      outputPosition += filled - before
      isAtEnd = stop == .streamEnd
      isAtBlockEnd = stop == .blockEnd
      guard stop != .damaged, stop == .streamEnd || used > 0 || filled > before else {
        throw source.malformed(
          stop == .damaged
            ? "the compressed data are damaged before byte \(inputPosition)"
            : "the compressed data are cut off")
      }
      if inputPosition - releasedPosition >= inputByteCount { try releaseInput() }
      if stopsAtBlocks, isAtBlockEnd { break }
    }
  }

  /// Gives back the memory of what was decompressed, so that a mapped archive does not fill it.
  private func releaseInput() throws(NetError) {
    if source.isMapped { try source.withBytes(releasedPosition..<inputPosition) { source.release($0) } }
    releasedPosition = inputPosition
  }
}
