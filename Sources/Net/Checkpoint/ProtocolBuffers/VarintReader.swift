/// Reads varints: seven bits a byte, lowest first, the eighth set in all but the last byte.
struct VarintReader {
  /// Where the next one begins.
  var position: Int
  /// Where they must end.
  let end: Int

  /// Reads those in a range of some bytes.
  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next one; nil, at the same position, where it is cut off or does not fit 64 bits.
  mutating func next(in bytes: RawSpan) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    var index = position
    while index < end, shift < 64 {
      let byte = bytes.byte(at: index)
      index += 1
      if shift == 63, byte > 1 { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 {
        position = index
        return value
      }
      shift += 7
    }
    return nil
  }
}
