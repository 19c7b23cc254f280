internal import CZlib

/// zlib's decompressor for one stream of deflate (RFC 1951), with or without gzip's wrapping (RFC 1952).
@safe final class Inflater {
  /// How the stream is wrapped.
  enum Wrapping {
    /// As in zip archives: nothing.
    case none
    /// gzip's header and trailer, whose checksum is verified.
    case gzip
  }

  /// Where a call stopped.
  enum Stop {
    /// The output is full or the input used up.
    case more
    /// A block of the compressed stream has just ended.
    case blockEnd
    /// The stream has ended.
    case streamEnd
    /// The stream is damaged.
    case damaged
  }

  /// How much of the compressed stream is in one window, at most.
  static let windowByteCount = 1 << 15

  private let stream: UnsafeMutablePointer<z_stream>

  /// A decompressor at the beginning of a stream.
  init(_ wrapping: Wrapping) throws(NetError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let windowBits: Int32 = wrapping == .gzip ? 31 : -15
    guard unsafe beginInflating(stream, windowBits) == Z_OK else {
      throw NetError(.outOfMemory, found: "no memory to decompress with")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decompresses some input into the rest of a buffer.
  ///
  /// - Parameters:
  ///   - input: the next bytes of the stream.
  ///   - used: increased by how many of them were taken.
  ///   - output: the buffer.
  ///   - filled: how much of it is full; increased by what was written.
  ///   - limit: how much of the buffer may be filled.
  ///   - stopsAtBlocks: whether to return at the end of each block.
  func inflate(
    _ input: RawSpan, used: inout Int, into output: inout [UInt8], filled: inout Int, limit: Int,
    stopsAtBlocks: Bool
  ) -> Stop {
    precondition(limit <= output.count && filled <= limit, "\(filled) to \(limit) of \(output.count) bytes")
    let status = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        let start = unsafe source.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        unsafe stream.pointee.avail_in = UInt32(source.count)
        unsafe stream.pointee.next_out = (target.baseAddress?.assumingMemoryBound(to: UInt8.self)).map {
          unsafe $0 + filled
        }
        unsafe stream.pointee.avail_out = UInt32(limit - filled)
        let status = unsafe CZlib.inflate(stream, stopsAtBlocks ? Z_BLOCK : Z_NO_FLUSH)
        used += unsafe source.count - Int(stream.pointee.avail_in)
        filled = unsafe limit - Int(stream.pointee.avail_out)
        return status
      }
    }
    switch status {
    case Z_STREAM_END: return .streamEnd
    case Z_OK, Z_BUF_ERROR: return isAtBlockEnd ? .blockEnd : .more
    default: return .damaged
    }
  }

  /// The bits of the last byte taken that belong to the next block.
  var unusedBits: Int { Int(unsafe stream.pointee.data_type & 7) }

  /// The last 32 KiB of output, which the next block may refer to.
  func window() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.windowByteCount)
    var count: UInt32 = 0
    unsafe inflateGetDictionary(stream, &bytes, &count)
    return Array(bytes.prefix(Int(count)))
  }

  /// Puts an unwrapped decompressor between two blocks: behind `bits` of the byte before, with what was output last.
  ///
  /// - Returns: false if zlib refuses.
  func start(bits: Int, of byte: UInt8, window: [UInt8]) -> Bool {
    if bits > 0 {
      guard unsafe inflatePrime(stream, Int32(bits), Int32(byte >> (8 - bits))) == Z_OK else { return false }
    }
    return unsafe inflateSetDictionary(stream, window, UInt32(window.count)) == Z_OK
  }

  private var isAtBlockEnd: Bool {
    let type = unsafe stream.pointee.data_type
    return type & 128 != 0 && type & 64 == 0
  }
}
