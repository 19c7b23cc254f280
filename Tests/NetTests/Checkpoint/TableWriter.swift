@testable import Net

/// Writes tables with valid checksums around any contents, so that tests reach what lies behind the checksums.
enum TableWriter {
  /// A table of one block.
  static func table(_ entries: [(key: [UInt8], value: [UInt8])], snappy: Bool = false) -> [UInt8] {
    table(blocks: [(contents: block(entries), lastKey: entries.last?.key ?? [])], snappy: snappy)
  }

  /// A table of blocks with any contents.
  static func table(blocks: [(contents: [UInt8], lastKey: [UInt8])], snappy: Bool = false) -> [UInt8] {
    var file: [UInt8] = []
    var handles: [(key: [UInt8], value: [UInt8])] = []
    for (contents, lastKey) in blocks {
      let stored = snappy ? literal(contents) : contents
      handles.append((lastKey, varint(file.count) + varint(stored.count)))
      file += withTrailer(stored, compression: snappy ? 1 : 0)
    }
    let metaindex = block([])
    let metaindexHandle = varint(file.count) + varint(metaindex.count)
    file += withTrailer(metaindex, compression: 0)
    let index = block(handles)
    let indexHandle = varint(file.count) + varint(index.count)
    file += withTrailer(index, compression: 0)
    let footer = metaindexHandle + indexHandle
    return file + footer + [UInt8](repeating: 0, count: 40 - footer.count) + littleEndian(TableFile.magic, 8)
  }

  /// A block's contents: keys in full, one restart.
  static func block(_ entries: [(key: [UInt8], value: [UInt8])]) -> [UInt8] {
    entries.flatMap { [0] + varint($0.key.count) + varint($0.value.count) + $0.key + $0.value }
      + littleEndian(0, 4) + littleEndian(1, 4)
  }

  static func varint(_ value: Int) -> [UInt8] {
    var rest = UInt64(bitPattern: Int64(value))
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// A length-delimited field of a protocol-buffers message.
  static func field(_ number: Int, _ contents: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(contents.count) + contents
  }

  /// A varint field of a protocol-buffers message.
  static func field(_ number: Int, _ value: Int) -> [UInt8] { varint(number << 3) + varint(value) }

  static func littleEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// Snappy without compression: one literal.
  static func literal(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [0] }
    return varint(bytes.count) + [63 << 2] + littleEndian(UInt64(bytes.count - 1), 4) + bytes
  }

  private static func withTrailer(_ contents: [UInt8], compression: UInt8) -> [UInt8] {
    let bytes = contents + [compression]
    let checksum = unsafe bytes.span.withUnsafeBytes { buffer in
      var checksum = CRC32C()
      unsafe checksum.append(buffer.bytes)
      return checksum.masked
    }
    return bytes + littleEndian(UInt64(checksum), 4)
  }
}
