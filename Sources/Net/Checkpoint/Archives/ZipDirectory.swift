/// Reads the central directory of a zip archive; its layout stands with ``ZipArchive``.
enum ZipDirectory {
  /// The first bytes of a member.
  static let localSignature: UInt32 = 0x0403_4b50
  /// The first bytes of the record at the end.
  static let endSignature: UInt32 = 0x0605_4b50
  /// The first bytes of an entry of the directory.
  static let entrySignature: UInt32 = 0x0201_4b50
  private static let end64Signature: UInt32 = 0x0606_4b50
  private static let locator64Signature: UInt32 = 0x0706_4b50
  private static let largestDirectory = 1 << 26

  /// All members of an archive.
  static func members(of source: any ByteSource) throws(NetError) -> [ZipArchive.Member] {
    let place = try self.place(in: source)
    guard place.count <= largestDirectory else {
      throw source.malformed("a zip directory of \(place.count) bytes")
    }
    let bytes = try source.withBytes(place) { $0.copy() }
    let members = try read(unsafe bytes.span.bytes, of: source)
    // Members that share their data would let a small archive stand for endless work.
    let sorted = members.filter { !$0.data.isEmpty }.sorted { $0.data.lowerBound < $1.data.lowerBound }
    for (member, next) in zip(sorted, sorted.dropFirst()) where member.data.upperBound > next.data.lowerBound
    {
      throw source.malformed("members '\(member.path)' and '\(next.path)' overlap")
    }
    return members
  }

  private static func read(
    _ directory: RawSpan, of source: any ByteSource
  ) throws(NetError) -> [ZipArchive.Member] {
    let fixed = 46
    var members: [ZipArchive.Member] = []
    var paths: Set<String> = []
    var position = 0
    while position < directory.byteCount {
      guard position + fixed <= directory.byteCount,
        directory.littleEndian(at: position, as: UInt32.self) == entrySignature
      else { throw source.malformed("the zip directory is damaged") }
      let nameCount = Int(directory.littleEndian(at: position + 28, as: UInt16.self))
      let extraCount = Int(directory.littleEndian(at: position + 30, as: UInt16.self))
      let commentCount = Int(directory.littleEndian(at: position + 32, as: UInt16.self))
      let end = position + fixed + nameCount + extraCount + commentCount
      guard end <= directory.byteCount else { throw source.malformed("the zip directory is cut off") }
      let nameEnd = position + fixed + nameCount
      let path = String(decoding: directory.copy((position + fixed)..<nameEnd), as: UTF8.self)
      guard paths.insert(path).inserted else { throw source.malformed("two members called '\(path)'") }
      members.append(
        try member(
          path, directory.extracting(position..<(position + fixed)),
          extra: directory.extracting(nameEnd..<(nameEnd + extraCount)), of: source))
      position = end
    }
    return members
  }

  private static func member(
    _ path: String, _ entry: RawSpan, extra: RawSpan, of source: any ByteSource
  ) throws(NetError) -> ZipArchive.Member {
    let method = entry.littleEndian(at: 10, as: UInt16.self)
    guard entry.littleEndian(at: 8, as: UInt16.self) & 1 == 0, method == 0 || method == 8 else {
      throw NetError(
        .unsupported,
        found: "\(source.name): member '\(path)' is encrypted or compressed by method \(method)",
        expected: "stored or deflated members")
    }
    var sizes = [24, 20, 42].map { UInt64(entry.littleEndian(at: $0, as: UInt32.self)) }
    let isLong = sizes.map { $0 == UInt64(UInt32.max) }
    if isLong.contains(true) {
      var values = try longValues(extra, of: source)[...]
      for index in sizes.indices where isLong[index] {
        guard let value = values.popFirst() else {
          throw source.malformed("member '\(path)' without its size")
        }
        sizes[index] = value
      }
    }
    let header = try source.range(from: sizes[2], count: 30, of: "member '\(path)'")
    let names = try source.withBytes(header) { bytes throws(NetError) in
      guard bytes.littleEndian(at: 0, as: UInt32.self) == localSignature else {
        throw source.malformed("member '\(path)' is not where the zip directory says")
      }
      return UInt64(bytes.littleEndian(at: 26, as: UInt16.self))
        + UInt64(bytes.littleEndian(at: 28, as: UInt16.self))
    }
    let data = try source.range(
      from: UInt64(header.upperBound) + names, count: sizes[1], of: "member '\(path)'")
    guard sizes[0] <= UInt64(Int.max), method == 8 || sizes[0] == sizes[1] else {
      throw source.malformed("member '\(path)' claims \(sizes[0]) bytes")
    }
    return ZipArchive.Member(
      path: path, isDeflated: method == 8, checksum: entry.littleEndian(at: 16), data: data,
      byteCount: Int(sizes[0]))
  }

  /// The 64-bit numbers of the zip64 extra field (kind 1).
  private static func longValues(_ extra: RawSpan, of source: any ByteSource) throws(NetError) -> [UInt64] {
    var position = 0
    while position + 4 <= extra.byteCount {
      let kind = extra.littleEndian(at: position, as: UInt16.self)
      let end = position + 4 + Int(extra.littleEndian(at: position + 2, as: UInt16.self))
      guard end <= extra.byteCount else { break }
      if kind == 1 {
        return stride(from: position + 4, through: end - 8, by: 8).map { extra.littleEndian(at: $0) }
      }
      position = end
    }
    return []
  }

  /// The directory's place, from the record at the end of the archive.
  private static func place(in source: any ByteSource) throws(NetError) -> Range<Int> {
    let fixed = 22
    let start = max(source.byteCount - fixed - Int(UInt16.max), 0)
    let tail = try source.withBytes(start..<source.byteCount) { $0.copy() }
    let bytes = unsafe tail.span.bytes
    var position = tail.count - fixed
    while position >= 0, bytes.littleEndian(at: position, as: UInt32.self) != endSignature { position -= 1 }
    guard position >= 0 else {
      throw source.malformed("a zip archive without its end", expected: "a complete archive")
    }
    let count = UInt64(bytes.littleEndian(at: position + 12, as: UInt32.self))
    let offset = UInt64(bytes.littleEndian(at: position + 16, as: UInt32.self))
    guard offset == UInt64(UInt32.max) || count == UInt64(UInt32.max) else {
      return try source.range(from: offset, count: count, of: "the zip directory")
    }
    guard position >= 20, bytes.littleEndian(at: position - 20, as: UInt32.self) == locator64Signature else {
      throw source.malformed("a large zip archive without its end")
    }
    let record = try source.range(
      from: bytes.littleEndian(at: position - 12), count: 56, of: "the zip directory's end")
    let (size, begin) = try source.withBytes(record) { bytes throws(NetError) in
      guard bytes.littleEndian(at: 0, as: UInt32.self) == end64Signature else {
        throw source.malformed("a large zip archive without its end")
      }
      return (bytes.littleEndian(at: 40, as: UInt64.self), bytes.littleEndian(at: 48, as: UInt64.self))
    }
    return try source.range(from: begin, count: size, of: "the zip directory")
  }
}
