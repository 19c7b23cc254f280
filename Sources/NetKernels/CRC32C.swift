/// Sixteen tables of 256 entries: entry `[k][b]` is the remainder of byte `b` followed by k zero bytes.
private let remainders: [UInt32] = {
  let reflectedPolynomial: UInt32 = 0x82f6_3b78
  var tables = [UInt32](repeating: 0, count: 16 * 256)
  for byte in 0..<256 {
    var remainder = UInt32(byte)
    for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? reflectedPolynomial : 0) }
    tables[byte] = remainder
  }
  for index in 256..<tables.count {
    let before = tables[index - 256]
    tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
  }
  return tables
}()

/// The CRC-32C (Castagnoli; RFC 3720, appendix B.4) of bytes behind those that gave `checksum`; 0 at the beginning.
///
/// Sixteen bytes a step, whose table entries are independent of each other: about 3 GB/s.
public func extendCRC32C(_ checksum: UInt32, _ bytes: UnsafeRawPointer, count: Int) -> UInt32 {
  remainders.withUnsafeBufferPointer { buffer in
    guard let table = buffer.baseAddress else { return checksum }
    var remainder = ~checksum
    var position = 0
    while position + 16 <= count {
      let words = (bytes + position).loadUnaligned(as: SIMD4<UInt32>.self)
      let first = UInt32(littleEndian: words[0]) ^ remainder
      remainder =
        fold(first, table + 12 * 256) ^ fold(UInt32(littleEndian: words[1]), table + 8 * 256)
        ^ fold(UInt32(littleEndian: words[2]), table + 4 * 256) ^ fold(UInt32(littleEndian: words[3]), table)
      position += 16
    }
    while position < count {
      let byte = (bytes + position).load(as: UInt8.self)
      remainder = remainder >> 8 ^ table[Int((remainder ^ UInt32(byte)) & 0xff)]
      position += 1
    }
    return ~remainder
  }
}

/// The remainder of four bytes, whose last one is followed by as many zero bytes as the first of four tables says.
@inline(__always)
private func fold(_ word: UInt32, _ table: UnsafePointer<UInt32>) -> UInt32 {
  table[768 + Int(word & 0xff)] ^ table[512 + Int(word >> 8 & 0xff)] ^ table[256 + Int(word >> 16 & 0xff)]
    ^ table[Int(word >> 24)]
}
