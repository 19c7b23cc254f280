/// Whether the last page of an Ogg file is complete (RFC 3533).
///
/// A page: `OggS`, 22 bytes of which the first is 0, the number of segments, their lengths, the segments.
enum OggExtent {
  /// - Throws: ``AudioError/Code/malformed`` if the last page ends behind the file.
  static func check(_ source: borrowing ByteSource) throws(AudioError) {
    let largestPage = 27 + 255 + 255 * 255
    let start = max(0, source.byteCount - largestPage)
    let tail = try source.bytes(at: start, count: largestPage)
    let mark = Array("OggS".utf8) + [0]
    let starts = tail.indices.dropLast(mark.count - 1).reversed()
    guard let page = starts.first(where: { tail[$0...].starts(with: mark) }) else { return }
    let header = tail[page...].prefix(27)
    let segments = header.count == 27 ? Int(tail[page + 26]) : 0
    let lengths = tail[page...].dropFirst(27).prefix(segments)
    let end = page + 27 + segments + lengths.reduce(0) { $0 + Int($1) }
    guard header.count == 27, lengths.count == segments, end <= tail.count else {
      throw ContainerExtent.truncated(
        source, "the last page ends \(max(1, end - tail.count)) bytes behind the file")
    }
  }
}
