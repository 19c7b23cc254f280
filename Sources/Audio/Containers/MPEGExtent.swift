/// How many samples an MPEG audio file holds: its frames, counted.
///
/// libsndfile estimates the length from the first frame and drops what is beyond; and a file may end at any frame without
/// looking truncated. An encoder's tag (`Xing` or `Info` in the first frame: flags, then the number of frames) tells more.
enum MPEGExtent {
  /// The least number of samples that decoding must give; nil if the file is no MPEG audio.
  ///
  /// - Throws: ``AudioError/Code/malformed`` if the last frame is cut or frames are missing that a tag promises.
  static func leastSamples(of source: borrowing ByteSource) throws(AudioError) -> Int? {
    var offset = try endOfTag(source)
    let first = try source.bytes(at: offset, count: 64)
    guard let header = MPEGFrameHeader(first.prefix(4)) else { return nil }
    let second = try source.bytes(at: offset + header.byteCount, count: 4)
    guard second.isEmpty || MPEGFrameHeader(second[...]) != nil else { return nil }
    let promised = promisedFrames(first, header)
    if promised != nil { offset += header.byteCount }
    var frames = 0
    while let next = MPEGFrameHeader(try source.bytes(at: offset, count: 4)[...]) {
      guard offset + next.byteCount <= source.byteCount else {
        throw ContainerExtent.truncated(source, "the last frame is cut after \(frames) frames")
      }
      offset += next.byteCount
      frames += 1
    }
    if let promised, frames < promised {
      throw ContainerExtent.truncated(source, "\(frames) frames of \(promised)")
    }
    // Encoders pad the ends by up to two frames each, which decoders may cut off.
    return max(0, frames - 4) * header.samples
  }

  /// The number of bytes of an ID3 tag in front (ID3v2.4, section 3.1): its length has seven bits a byte.
  private static func endOfTag(_ source: borrowing ByteSource) throws(AudioError) -> Int {
    let head = try source.bytes(at: 0, count: 10)
    guard head.count == 10, head.text(0..<3) == "ID3" else { return 0 }
    let length = head[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7f) }
    return 10 + length + (head[5] & 0x10 != 0 ? 10 : 0)
  }

  private static func promisedFrames(_ frame: [UInt8], _ header: MPEGFrameHeader) -> Int? {
    let tag = header.tagOffset
    guard frame.count >= tag + 12, ["Xing", "Info"].contains(frame.text(tag..<(tag + 4))) else { return nil }
    let hasFrames = frame[tag + 7] & 1 == 1
    return hasFrames ? frame.bigEndian((tag + 8)..<(tag + 12)) : 0
  }
}
