/// Decompresses blocks of Snappy's raw format.
///
/// Layout (google/snappy, `format_description.txt`): a varint of the uncompressed length, then elements whose first byte
/// has their kind in its lowest two bits: 0 a literal, 1 to 3 a copy of earlier output with an offset of 11, 16 or 32
/// bits.
enum Snappy {
  /// A copy of 64 bytes takes at least three: no valid block expands more than this.
  private static let largestExpansion = 22

  /// The uncompressed bytes.
  ///
  /// - Parameters:
  ///   - block: the compressed block.
  ///   - source: whose block it is, for errors.
  /// - Throws: ``NetError/Code/malformedFile`` for anything but a valid block.
  static func decompress(_ block: RawSpan, of source: any ByteSource) throws(NetError) -> [UInt8] {
    var reader = VarintReader(0..<block.byteCount)
    guard let length = reader.next(in: block), length <= UInt64(largestExpansion * block.byteCount) else {
      throw source.malformed("a Snappy block of \(block.byteCount) bytes claims an absurd length")
    }
    var output: [UInt8] = []
    output.reserveCapacity(Int(length))
    var position = reader.position
    while position < block.byteCount {
      let isValid: Bool
      if block.byte(at: position) & 3 == 0 {
        isValid = appendLiteral(from: block, &position, to: &output, length: Int(length))
      } else {
        isValid = appendCopy(from: block, &position, to: &output, length: Int(length))
      }
      guard isValid else { throw source.malformed("a Snappy block is damaged at byte \(position) of it") }
    }
    guard output.count == Int(length) else {
      throw source.malformed("a Snappy block of \(output.count) bytes", expected: "\(length)")
    }
    return output
  }

  /// A literal: its length − 1 in six bits, or for 60 to 63 in the one to four bytes that follow.
  private static func appendLiteral(
    from block: RawSpan, _ position: inout Int, to output: inout [UInt8], length: Int
  ) -> Bool {
    let code = Int(block.byte(at: position) >> 2)
    position += 1
    var count = code + 1
    if code >= 60 {
      let bytes = code - 59
      guard position + bytes <= block.byteCount else { return false }
      count = 1
      for index in 0..<bytes { count += Int(block.byte(at: position + index)) << (8 * index) }
      position += bytes
    }
    guard count <= block.byteCount - position, count <= length - output.count else { return false }
    unsafe block.extracting(position..<(position + count)).withUnsafeBytes {
      unsafe output.append(contentsOf: $0)
    }
    position += count
    return true
  }

  /// A copy of output, which may overlap what it writes.
  private static func appendCopy(
    from block: RawSpan, _ position: inout Int, to output: inout [UInt8], length: Int
  ) -> Bool {
    let tag = block.byte(at: position)
    let offsetBytes = [1, 2, 4][Int(tag & 3) - 1]
    guard position + 1 + offsetBytes <= block.byteCount else { return false }
    var offset = 0
    for index in 0..<offsetBytes { offset |= Int(block.byte(at: position + 1 + index)) << (8 * index) }
    var count = Int(tag >> 2) + 1
    if tag & 3 == 1 {
      count = Int(tag >> 2 & 7) + 4
      offset |= Int(tag >> 5) << 8
    }
    position += 1 + offsetBytes
    guard offset > 0, offset <= output.count, count <= length - output.count else { return false }
    let start = output.count - offset
    for index in 0..<count { output.append(output[start + index]) }
    return true
  }
}
