@testable import Net

/// Makes the checksums of a table's blocks valid, so that mutations reach what lies behind them.
enum ChecksumRepair {
  private static let trailerByteCount = 5

  /// The table with valid checksums, as far as its blocks can be found.
  static func repaired(_ table: [UInt8]) -> BytesInMemory {
    var table = table
    let source = BytesInMemory(table)
    guard table.count >= TableFile.footerByteCount else { return source }
    let footer = table.count - TableFile.footerByteCount
    var reader = VarintReader(footer..<(table.count - 8))
    // The metaindex first, which nothing reads.
    _ = place(&reader, in: table)
    guard let index = place(&reader, in: table) else { return source }
    repair(index, in: &table)
    let contents = Array(table[index])
    guard table[index.upperBound] == 0,
      let entries = try? TableBlock(unsafe contents.span.bytes, of: source)
    else { return BytesInMemory(table) }
    for place in entries.values.values {
      var handle = VarintReader(place)
      if let block = self.place(&handle, in: contents, limit: table.count) { repair(block, in: &table) }
    }
    return BytesInMemory(table)
  }

  private static func place(
    _ reader: inout VarintReader, in bytes: [UInt8], limit: Int? = nil
  ) -> Range<Int>? {
    let span = unsafe bytes.span.bytes
    guard let offset = reader.next(in: span), let size = reader.next(in: span) else { return nil }
    let end = (limit ?? bytes.count) - trailerByteCount
    guard end >= 0, offset <= UInt64(end), size <= UInt64(end) - offset else { return nil }
    return Int(offset)..<(Int(offset) + Int(size))
  }

  private static func repair(_ place: Range<Int>, in table: inout [UInt8]) {
    let checked = Array(table[place.lowerBound...place.upperBound])
    var checksum = CRC32C()
    checksum.append(unsafe checked.span.bytes)
    for byte in 0..<4 {
      table[place.upperBound + 1 + byte] = UInt8(truncatingIfNeeded: checksum.masked >> UInt32(8 * byte))
    }
  }
}
