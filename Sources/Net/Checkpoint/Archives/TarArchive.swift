/// The files of a tar archive, where they lie in it; nothing is unpacked.
///
/// Layout (POSIX.1-2001, pax interchange format): members of a 512-byte header, the contents and padding to 512 bytes.
/// Header: name (100 bytes), mode, owner, group (8 each), size (12, octal or, with the first bit set, binary), time
/// (12), checksum (8), type (1), link (100), `ustar`, …, prefix of the name at byte 345 (155). Types `x` (pax records)
/// and `L` (GNU long name) describe the member behind them; two blocks of zeros end the archive.
struct TarArchive {
  /// A regular file in the archive.
  struct Member {
    /// Its path in the archive, without a leading `./`.
    var path: String
    /// Its contents.
    var contents: SourcePart
  }

  /// The regular files, in the order of the archive.
  let members: [Member]

  private static let blockByteCount = 512

  /// Whether some bytes begin as a tar archive does.
  static func isTar(_ source: any ByteSource) throws(NetError) -> Bool {
    guard source.byteCount >= blockByteCount else { return false }
    return try source.withBytes(0..<blockByteCount) { $0.copy(257..<262) == Array("ustar".utf8) }
  }

  /// Reads the headers of all members.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` for a damaged or cut off archive, two members of one path, and paths that
  ///   leave the archive's folder.
  init(_ source: any ByteSource) throws(NetError) {
    var members: [Member] = []
    var paths: Set<String> = []
    var position = 0
    var (longName, longSize): (String?, UInt64?) = (nil, nil)
    while position + Self.blockByteCount <= source.byteCount {
      let block = position..<(position + Self.blockByteCount)
      let header = try source.withBytes(block) { bytes throws(NetError) in try TarHeader(bytes, of: source) }
      guard let header else { break }
      let isDescription = header.type == UInt8(ascii: "x") || header.type == UInt8(ascii: "L")
      let count = isDescription ? header.byteCount : longSize ?? header.byteCount
      let place = try source.range(
        from: UInt64(block.upperBound), count: count, of: "member '\(header.path)'")
      switch header.type {
      case UInt8(ascii: "x"):
        let records = try PaxRecords(place, of: source)
        (longName, longSize) = (records.path ?? longName, records.byteCount ?? longSize)
      case UInt8(ascii: "L"): longName = try PaxRecords.text(place, of: source)
      default:
        let path = longName ?? header.path
        (longName, longSize) = (nil, nil)
        guard header.isRegularFile else { break }
        let plain = try Self.checked(path, of: source)
        guard paths.insert(plain).inserted else { throw source.malformed("two members called '\(plain)'") }
        members.append(
          Member(path: plain, contents: SourcePart(source, place, name: "\(source.name): \(plain)")))
      }
      position =
        place.upperBound + (Self.blockByteCount - place.count % Self.blockByteCount) % Self.blockByteCount
    }
    self.members = members
  }

  private static func checked(_ path: String, of source: any ByteSource) throws(NetError) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.hasPrefix("/"), !parts.contains("..") else {
      throw source.malformed(
        "member '\(path)' points out of the archive's folder", expected: "a relative path")
    }
    return parts.filter { $0 != "." && !$0.isEmpty }.joined(separator: "/")
  }
}
