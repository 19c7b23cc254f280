/// Writes a table, uncompressed, holding no more of it than its index. The layout stands with ``TableFile``.
///
/// Block size, restarts and the index's shortened keys are TensorFlow's (`tensorflow/core/lib/io/table_builder.h`), so
/// that the same entries give the same bytes.
struct TableBuilder {
  private static let blockByteCount = 1 << 18
  private static let restartInterval = 16

  private var position = 0
  private var blockStart = 0
  private var block = TableBlockBuilder(restartInterval: restartInterval)
  private var checksum = CRC32C()
  private var index = TableBlockBuilder(restartInterval: 1)
  private var indexBytes: [UInt8] = []
  /// The last block's last key and handle, which stand in the index once the next block's first key is known.
  private var finished: (lastKey: [UInt8], handle: [UInt8])?

  /// Appends an entry; its key must be behind all before it in the order of bytes.
  mutating func append(_ key: [UInt8], _ value: [UInt8], to sink: (RawSpan) throws -> Void) throws {
    try begin(key, byteCount: value.count, to: sink)
    try append(unsafe value.span.bytes, to: sink)
    try endValue(to: sink)
  }

  /// Begins an entry whose value of `byteCount` bytes follows in pieces, up to ``endValue(to:)``.
  mutating func begin(_ key: [UInt8], byteCount: Int, to sink: (RawSpan) throws -> Void) throws {
    if let finished { appendToIndex(Self.separator(finished.lastKey, key), finished.handle) }
    finished = nil
    let beginning = block.begin(key, valueByteCount: byteCount)
    try append(unsafe beginning.span.bytes, to: sink)
  }

  /// Appends a piece of a value.
  mutating func append(_ piece: RawSpan, to sink: (RawSpan) throws -> Void) throws {
    checksum.append(piece)
    position += piece.byteCount
    try sink(piece)
  }

  /// Ends a value, and the block with it if that is large enough.
  mutating func endValue(to sink: (RawSpan) throws -> Void) throws {
    precondition(
      position - blockStart == block.byteCount,
      "a block of \(position - blockStart) bytes, not \(block.byteCount)")
    if block.finishedByteCount >= Self.blockByteCount { try endBlock(to: sink) }
  }

  /// Writes what is left: the last block, the index and the footer.
  mutating func finish(to sink: (RawSpan) throws -> Void) throws {
    if block.byteCount > 0 { try endBlock(to: sink) }
    if let finished { appendToIndex(Self.successor(of: finished.lastKey), finished.handle) }
    let metaindex = try appendBlock(TableBlockBuilder(restartInterval: 1).end, to: sink)
    let handles = metaindex + (try appendBlock(indexBytes + index.end, to: sink))
    let padding = TableFile.footerByteCount - 8 - handles.count
    let magic = (0..<8).map { UInt8(truncatingIfNeeded: TableFile.magic >> UInt64(8 * $0)) }
    try append(handles + [UInt8](repeating: 0, count: padding) + magic, to: sink)
  }

  private mutating func endBlock(to sink: (RawSpan) throws -> Void) throws {
    try append(block.end, to: sink)
    finished = (block.lastKey, Self.handle(blockStart, byteCount: position - blockStart))
    try appendTrailer(to: sink)
    blockStart = position
    block = TableBlockBuilder(restartInterval: Self.restartInterval)
  }

  /// Appends a whole block; returns its handle.
  private mutating func appendBlock(
    _ contents: [UInt8], to sink: (RawSpan) throws -> Void
  ) throws -> [UInt8] {
    let start = position
    try append(contents, to: sink)
    try appendTrailer(to: sink)
    return Self.handle(start, byteCount: contents.count)
  }

  private mutating func appendTrailer(to sink: (RawSpan) throws -> Void) throws {
    let uncompressed: [UInt8] = [0]
    try append(uncompressed, to: sink)
    let masked = checksum.masked
    try append((0..<4).map { UInt8(truncatingIfNeeded: masked >> (8 * $0)) }, to: sink)
    checksum = CRC32C()
  }

  private mutating func append(_ bytes: [UInt8], to sink: (RawSpan) throws -> Void) throws {
    try append(unsafe bytes.span.bytes, to: sink)
  }

  private mutating func appendToIndex(_ key: [UInt8], _ handle: [UInt8]) {
    indexBytes += index.begin(key, valueByteCount: handle.count) + handle
  }

  private static func handle(_ start: Int, byteCount: Int) -> [UInt8] {
    var handle = WireWriter()
    handle.appendVarint(UInt64(start))
    handle.appendVarint(UInt64(byteCount))
    return handle.bytes
  }

  /// A short key from `key` on and before `next`: one byte counted up and the rest left out, where that serves.
  private static func separator(_ key: [UInt8], _ next: [UInt8]) -> [UInt8] {
    let shared = zip(key, next).prefix { $0 == $1 }.count
    guard shared < min(key.count, next.count), key[shared] < 0xff, key[shared] + 1 < next[shared] else {
      return key
    }
    return key[..<shared] + [key[shared] + 1]
  }

  /// A short key from `key` on.
  private static func successor(of key: [UInt8]) -> [UInt8] {
    guard let place = key.firstIndex(where: { $0 < 0xff }) else { return key }
    return key[..<place] + [key[place] + 1]
  }
}
