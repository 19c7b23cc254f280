/// The members of a zip archive, as NumPy writes them: stored or deflated, not encrypted, on one disk.
///
/// Layout (PKWARE, `APPNOTE.TXT` 6.3): members of a local header and data, then the central directory, whose place the
/// record at the end names. Sizes and places of all ones stand in the zip64 extra field.
struct ZipArchive {
  /// One member.
  struct Member {
    /// Its path.
    var path: String
    /// Whether it is deflated rather than stored.
    var isDeflated: Bool
    /// The CRC-32 of its contents.
    var checksum: UInt32
    /// Where its data lie.
    var data: Range<Int>
    /// The size of its contents.
    var byteCount: Int
  }

  /// The members, in the order of the directory.
  let members: [Member]
  private let source: any ByteSource

  /// Whether some bytes begin as a zip archive does.
  static func isZip(_ source: any ByteSource) throws(NetError) -> Bool {
    guard source.byteCount >= 4 else { return false }
    return try source.withBytes(0..<4) { bytes in
      let signature = bytes.littleEndian(at: 0, as: UInt32.self)
      return signature == ZipDirectory.localSignature || signature == ZipDirectory.endSignature
    }
  }

  /// Reads the directory.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` for a damaged or cut off archive or two members of one path,
  ///   ``NetError/Code/unsupported`` for encryption and other compressions.
  init(_ source: any ByteSource) throws(NetError) {
    self.source = source
    members = try ZipDirectory.members(of: source)
  }

  /// Calls `body` with a member's contents in pieces.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` if they have another size or CRC-32 than the directory says; then the
  ///   pieces before may be damaged, too.
  func forEachPiece(
    of member: Member, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    var checksum = ZipChecksum()
    var count = 0
    try forEachUncheckedPiece(of: member) { piece throws(NetError) in
      checksum.append(piece)
      count += piece.byteCount
      try body(piece)
    }
    guard count == member.byteCount, checksum.value == member.checksum else {
      throw source.malformed(
        "member '\(member.path)' fails its CRC-32 or has another size", expected: "\(member.byteCount) bytes")
    }
  }

  /// The first bytes of a member's contents, at most `count`; unchecked.
  func beginning(of member: Member, atMost count: Int) throws(NetError) -> [UInt8] {
    let count = min(count, member.byteCount)
    guard member.isDeflated else {
      return try source.withBytes(member.data.lowerBound..<(member.data.lowerBound + count)) { $0.copy() }
    }
    let stream = DeflatedStream(source, member.data, try Inflater(.none))
    var buffer = [UInt8](repeating: 0, count: count)
    var filled = 0
    try stream.read(into: &buffer, filled: &filled, limit: count)
    return Array(buffer.prefix(filled))
  }

  private func forEachUncheckedPiece(
    of member: Member, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    guard member.isDeflated else { return try source.forEachPiece(member.data, body) }
    try ExpansionLimit.check(member.byteCount, from: member.data.count, of: source)
    let stream = DeflatedStream(source, member.data, try Inflater(.none))
    var buffer = [UInt8](repeating: 0, count: min(1 << 18, max(member.byteCount, 16)))
    while !stream.isAtEnd {
      let limit = buffer.count
      var count = 0
      try stream.read(into: &buffer, filled: &count, limit: limit)
      guard stream.outputPosition <= member.byteCount else {
        throw source.malformed("member '\(member.path)' has more bytes", expected: "\(member.byteCount)")
      }
      if count > 0 { try body(unsafe buffer.span.extracting(0..<count).bytes) }
    }
  }
}
