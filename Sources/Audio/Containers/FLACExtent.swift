/// The number of samples of a FLAC file whose head doesn't give it, because it was written to a pipe (RFC 9639).
///
/// The number of the last frame tells it. Without that, damage in the middle would end the recording unnoticed.
enum FLACExtent {
  /// The samples per channel; nil where the head has them or no last frame is found.
  static func samples(of source: borrowing ByteSource) throws(AudioError) -> Int? {
    // `fLaC`, four bytes of block header, block sizes of two bytes each, ten bytes up to 36 bits of total samples.
    let head = try source.bytes(at: 0, count: 26)
    guard head.count == 26, head[4] & 0x7f == 0 else { return nil }
    let total = (Int(head[21]) & 15) << 32 | head.bigEndian(22..<26)
    guard total == 0 else { return nil }
    let blockSize = head.bigEndian(8..<10)
    let start = max(26, source.byteCount - 1 << 17)
    let tail = try source.bytes(at: start, count: 1 << 17)
    for place in tail.indices.dropLast(5).reversed()
    where tail[place] == 0xff && tail[place + 1] & 0xfe == 0xf8 {
      if let end = endOfFrame(tail[place...].prefix(16).map { $0 }, fixedBlockSize: blockSize) { return end }
    }
    return nil
  }

  /// Where a frame ends, in samples, from its header; nil if the header's checksum is wrong.
  ///
  /// The header: the mark and one bit that tells frame numbers from sample numbers; four bits of block size and of sample
  /// rate; a byte of channels and depth; the number, coded like UTF-8; up to two bytes of block size and of sample rate;
  /// a checksum.
  private static func endOfFrame(_ header: [UInt8], fixedBlockSize: Int) -> Int? {
    var index = 4
    guard header.count == 16, let number = codedNumber(header, &index) else { return nil }
    let sizeCode = Int(header[2] >> 4)
    let rateCode = Int(header[2] & 15)
    var blockSize: Int
    switch sizeCode {
    case 1: blockSize = 192
    case 2...5: blockSize = 576 << (sizeCode - 2)
    case 6, 7:
      let width = sizeCode - 5
      blockSize = header.bigEndian(index..<(index + width)) + 1
      index += width
    case 8...15: blockSize = 256 << (sizeCode - 8)
    default: return nil
    }
    index += rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0
    guard index < header.count, checksum(header[..<index]) == header[index] else { return nil }
    let isSampleNumber = header[1] & 1 == 1
    return (isSampleNumber ? number : number * fixedBlockSize) + blockSize
  }

  /// A number in UTF-8's code, extended to 36 bits.
  private static func codedNumber(_ header: [UInt8], _ index: inout Int) -> Int? {
    let first = header[index]
    index += 1
    let ones = (~first).leadingZeroBitCount
    guard ones != 1, ones < 8 else { return nil }
    var number = Int(first) & (0x7f >> ones)
    for _ in 0..<max(0, ones - 1) {
      guard header[index] & 0xc0 == 0x80 else { return nil }
      number = number << 6 | Int(header[index] & 0x3f)
      index += 1
    }
    return number
  }

  /// CRC-8 with the polynomial x⁸ + x² + x + 1.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    bytes.reduce(0) { sum, byte in
      var sum = sum ^ byte
      for _ in 0..<8 { sum = sum & 0x80 != 0 ? sum << 1 ^ 7 : sum << 1 }
      return sum
    }
  }
}
