/// A LevelDB-style table (SSTable), as TensorFlow writes it: sorted keys with values, in blocks with checksums.
///
/// Layout (LevelDB, `doc/table_format.md`):
///
///     blocks     contents, one byte of compression (0 none, 1 Snappy), the masked CRC-32C of both: 32 bits
///     footer     48 bytes: metaindex handle, index handle (varint offset, varint size), padding, 64 bits of magic
///
/// The index block maps a key that is not before any key of a block, and before all of the next, to the block's handle.
final class TableFile {
  /// The last eight bytes of a table.
  static let magic: UInt64 = 0xdb47_7524_8b80_fb57
  static let footerByteCount = 48
  private static let trailerByteCount = 5
  private static let checksumPieceByteCount = 1 << 20

  /// Where the table's bytes come from.
  let source: any ByteSource
  private let blocks: [(lastKey: [UInt8], contents: Range<Int>)]
  private var current: LoadedBlock?

  /// The block that was used last.
  private struct LoadedBlock {
    var index: Int
    var entries: TableBlock
    /// The contents, where they do not simply lie in the source.
    var contents: [UInt8]?
  }

  /// Reads the footer and the index.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` if this is no table, is cut off or fails a checksum.
  init(_ source: any ByteSource) throws(NetError) {
    self.source = source
    guard try Self.isTable(source) else {
      throw source.malformed(
        "no table: its last eight bytes are not a table's", expected: "a complete TensorFlow checkpoint")
    }
    let footer = (source.byteCount - Self.footerByteCount)..<source.byteCount
    let handles = try source.withBytes(footer) { bytes throws(NetError) in
      var reader = VarintReader(0..<(Self.footerByteCount - 8))
      guard reader.next(in: bytes) != nil, reader.next(in: bytes) != nil,
        let handle = Self.handle(&reader, in: bytes)
      else { throw source.malformed("the table's footer is damaged") }
      return handle
    }
    let index = try Self.contents(of: handles, in: source, "the table's index")
    let bytes = try Self.load(index, of: source) { "the table's index" }
    blocks = try Self.withContents(bytes, index, of: source) { contents throws(NetError) in
      try Self.blocks(contents, of: source)
    }
  }

  /// Whether some bytes end as a table does.
  static func isTable(_ source: any ByteSource) throws(NetError) -> Bool {
    guard source.byteCount >= footerByteCount else { return false }
    return try source.withBytes((source.byteCount - 8)..<source.byteCount) { bytes in
      bytes.littleEndian(at: 0, as: UInt64.self) == magic
    }
  }

  /// Calls `body` with the value of a key; nil if there is no such key.
  ///
  /// - Parameter what: names what is read, for errors.
  /// - Throws: ``NetError/Code/malformedFile`` if the block's checksum or contents are wrong, and what `body` throws.
  func withValue<Result>(
    of key: [UInt8], _ what: @autoclosure () -> String, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result? {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].lastKey.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    guard low < blocks.count else { return nil }
    let block = try load(low, what)
    guard let place = block.entries.values[key] else { return nil }
    return try Self.withContents(block.contents, blocks[low].contents, of: source) {
      contents throws(NetError) in
      try body(contents.extracting(place))
    }
  }

  /// Calls `body` with every key and value, in order.
  func forEachEntry(
    _ what: @autoclosure () -> String, _ body: (_ key: [UInt8], _ value: RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    var last: [UInt8]?
    for index in blocks.indices {
      let block = try load(index, what)
      if let last, let first = block.entries.keys.first, !last.lexicographicallyPrecedes(first) {
        throw source.malformed("blocks out of order")
      }
      last = block.entries.keys.last ?? last
      try Self.withContents(block.contents, blocks[index].contents, of: source) { contents throws(NetError) in
        for key in block.entries.keys {
          guard let place = block.entries.values[key] else { continue }
          try body(key, contents.extracting(place))
        }
      }
    }
  }

  private func load(_ index: Int, _ what: () -> String) throws(NetError) -> LoadedBlock {
    if let current, current.index == index { return current }
    current = nil
    let place = blocks[index].contents
    let contents = try Self.load(place, of: source, what)
    let entries = try Self.withContents(contents, place, of: source) { bytes throws(NetError) in
      try TableBlock(bytes, of: source)
    }
    let block = LoadedBlock(index: index, entries: entries, contents: contents)
    current = block
    return block
  }
}

extension TableFile {
  private static func handle(_ reader: inout VarintReader, in bytes: RawSpan) -> (UInt64, UInt64)? {
    guard let offset = reader.next(in: bytes), let size = reader.next(in: bytes) else { return nil }
    return (offset, size)
  }

  /// The place of a block's contents, which leaves room for the trailer.
  private static func contents(
    of handle: (offset: UInt64, size: UInt64), in source: any ByteSource, _ what: String
  ) throws(NetError) -> Range<Int> {
    let range = try source.range(from: handle.offset, count: handle.size, of: what)
    guard range.upperBound <= source.byteCount - footerByteCount - trailerByteCount else {
      throw source.malformed("\(what) reaches into the footer")
    }
    return range
  }

  private static func blocks(
    _ index: RawSpan, of source: any ByteSource
  ) throws(NetError) -> [(lastKey: [UInt8], contents: Range<Int>)] {
    let entries = try TableBlock(index, of: source)
    var blocks: [(lastKey: [UInt8], contents: Range<Int>)] = []
    var position = 0
    for key in entries.keys {
      guard let place = entries.values[key] else { continue }
      var reader = VarintReader(place)
      guard let handle = handle(&reader, in: index), reader.position == place.upperBound else {
        throw source.malformed("the table's index is damaged")
      }
      let contents = try contents(of: handle, in: source, "a block of the table")
      // Blocks that may overlap would let a small file stand for endless work.
      guard contents.lowerBound >= position else { throw source.malformed("blocks of the table overlap") }
      position = contents.upperBound + trailerByteCount
      blocks.append((key, contents))
    }
    return blocks
  }

  /// Checks a block; returns its contents unless they simply lie in the source.
  private static func load(
    _ place: Range<Int>, of source: any ByteSource, _ what: () -> String
  ) throws(NetError) -> [UInt8]? {
    let withTrailer = place.lowerBound..<(place.upperBound + trailerByteCount)
    return try source.withBytes(withTrailer) { bytes throws(NetError) -> [UInt8]? in
      let stored = bytes.littleEndian(at: place.count + 1, as: UInt32.self)
      var checksum = CRC32C()
      for start in stride(from: 0, through: place.count, by: checksumPieceByteCount) {
        let piece = bytes.extracting(start..<min(start + checksumPieceByteCount, place.count + 1))
        checksum.append(piece)
        if piece.byteCount == checksumPieceByteCount { source.release(piece) }
      }
      guard checksum.masked == stored else {
        throw source.malformed(
          "the block of bytes \(place), which holds \(what()), fails its CRC-32C",
          expected: "checksum \(stored), not \(checksum.masked)")
      }
      switch bytes.byte(at: place.count) {
      case 0: return source.isMapped ? nil : bytes.copy(0..<place.count)
      case 1: return try Snappy.decompress(bytes.extracting(0..<place.count), of: source)
      case let other:
        throw source.malformed("a block in compression \(other)", expected: "0 (none) or 1 (Snappy)")
      }
    }
  }

  private static func withContents<Result>(
    _ contents: [UInt8]?, _ place: Range<Int>, of source: any ByteSource,
    _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    guard let contents else { return try source.withBytes(place, body) }
    return try body(unsafe contents.span.bytes)
  }
}
