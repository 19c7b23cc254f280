/// The data's length in formats that give it in front: WAV (Microsoft and IBM 1991), RF64 (EBU Tech 3306), AIFF (Apple 1989)
/// and AU (Sun 1992).
///
/// WAV and AIFF are a head of 12 bytes and chunks: a name of four bytes, a length of four, and that many bytes, made even.
enum ChunkExtent {
  /// Programs that write to a pipe don't know the length and put the largest number there.
  private static let unknownLengths = [0x7fff_0000...0x7fff_ffff, 0xffff_0000...0xffff_ffff]

  /// - Throws: ``AudioError/Code/malformed`` if the data end behind the file.
  static func check(_ source: borrowing ByteSource) throws(AudioError) {
    let head = try source.bytes(at: 0, count: 12)
    guard head.count == 12 else { return }
    let kind = head.text(0..<4)
    if kind == ".snd" {
      try check(start: head.bigEndian(4..<8), length: head.bigEndian(8..<12), of: source)
      return
    }
    let isBigEndian = kind == "FORM" || kind == "RIFX"
    var longLength: Int?
    var offset = 12
    for _ in 0..<10_000 {
      let header = try source.bytes(at: offset, count: 24)
      guard header.count >= 8 else { return }
      let length = isBigEndian ? header.bigEndian(4..<8) : header.littleEndian(4..<8)
      switch header.text(0..<4) {
      case "ds64" where kind == "RF64" && header.count == 24:
        // The length of the data stands behind that of the file, in eight bytes of which the last is 0.
        longLength = header[23] == 0 ? header.littleEndian(16..<23) : nil
      case "data", "SSND":
        let isLong = kind == "RF64" && length == 0xffff_ffff
        try check(start: offset + 8, length: isLong ? longLength ?? length : length, of: source)
        return
      default:
        break
      }
      offset += 8 + length + length % 2
    }
  }

  private static func check(start: Int, length: Int, of source: borrowing ByteSource) throws(AudioError) {
    guard !unknownLengths.contains(where: { $0.contains(length) }) else { return }
    // One byte of slack: some writers count the padding of an odd length.
    guard start + length <= source.byteCount + 1 else {
      let held = max(0, source.byteCount - start)
      throw ContainerExtent.truncated(source, "\(held) bytes of samples where the header promises \(length)")
    }
  }
}
