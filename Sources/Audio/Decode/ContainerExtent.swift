/// Whether a file holds all the bytes that its container promises.
///
/// libsndfile quietly shortens a recording whose data end early; here that is an error. WAV (Microsoft and IBM 1991; RF64:
/// EBU Tech 3306), AIFF (Apple 1989) and AU give the data's length in front, Ogg (RFC 3533) a page's. FLAC promises a
/// number of samples, which ``AudioReader`` checks.
struct ContainerExtent {
  let path: String

  /// - Throws: ``AudioError/Code/malformed`` for a truncated file.
  func check() throws(AudioError) {
    let source = try ByteSource(path: path)
    let head = try source.bytes(at: 0, count: 12)
    guard head.count == 12 else { return }
    switch (Self.name(head[0..<4]), Self.name(head[8..<12])) {
    case ("RIFF", "WAVE"), ("RF64", "WAVE"):
      try checkChunks(of: source, data: "data", isBigEndian: false)
    case ("RIFX", "WAVE"):
      try checkChunks(of: source, data: "data", isBigEndian: true)
    case ("FORM", "AIFF"), ("FORM", "AIFC"):
      try checkChunks(of: source, data: "SSND", isBigEndian: true)
    case (".snd", _):
      let start = Self.number(head[4..<8], isBigEndian: true)
      try check(start: start, length: Self.number(head[8..<12], isBigEndian: true), of: source)
    case ("OggS", _):
      try checkLastPage(of: source)
    default:
      return
    }
  }

  /// Finds the data among the chunks: a name of four bytes, a length of four, and that many bytes, made even.
  private func checkChunks(
    of source: borrowing ByteSource, data: String, isBigEndian: Bool
  ) throws(AudioError) {
    var offset = 12
    for _ in 0..<10_000 {
      let header = try source.bytes(at: offset, count: 8)
      guard header.count == 8 else { return }
      let length = Self.number(header[4..<8], isBigEndian: isBigEndian)
      if Self.name(header[0..<4]) == data {
        return try check(start: offset + 8, length: length, of: source)
      }
      offset += 8 + length + length % 2
    }
  }

  /// Programs that write to a pipe don't know the length and put the largest number there.
  private static let unknownLengths = [0x7fff_0000...0x7fff_ffff, 0xffff_0000...0xffff_ffff]

  private func check(start: Int, length: Int, of source: borrowing ByteSource) throws(AudioError) {
    guard !Self.unknownLengths.contains(where: { $0.contains(length) }) else { return }
    // One byte of slack: some writers count the padding of an odd length.
    guard start + length <= source.byteCount + 1 else {
      throw truncated(
        "\(max(0, source.byteCount - start)) bytes of samples where the header promises \(length)")
    }
  }

  /// The last page must end within the file. Its header: `OggS`, 22 bytes, the number of segments, their lengths.
  private func checkLastPage(of source: borrowing ByteSource) throws(AudioError) {
    let largestPage = 27 + 255 + 255 * 255
    let start = max(0, source.byteCount - largestPage)
    let tail = try source.bytes(at: start, count: largestPage)
    let marks = tail.indices.dropLast(4).reversed()
    guard let page = marks.first(where: { Self.name(tail[$0..<($0 + 4)]) == "OggS" && tail[$0 + 4] == 0 })
    else { return }
    let header = tail[page...].prefix(27)
    let segments = header.count == 27 ? Int(tail[page + 26]) : 0
    let lengths = tail[page...].dropFirst(27).prefix(segments)
    let end = page + 27 + segments + lengths.reduce(0) { $0 + Int($1) }
    guard header.count == 27, lengths.count == segments, end <= tail.count else {
      throw truncated("the last page ends \(start + end - source.byteCount) bytes behind the file's end")
    }
  }

  private func truncated(_ what: String) -> AudioError {
    AudioError(.malformed, file: path, found: "truncated: " + what, remedy: "Copy it again from its source")
  }

  private static func name(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func number(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> Int {
    let ordered = isBigEndian ? Array(bytes) : bytes.reversed()
    return ordered.reduce(0) { $0 << 8 | Int($1) }
  }
}
