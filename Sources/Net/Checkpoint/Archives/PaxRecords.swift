/// What the records of a tar archive's `x` member say about the next one.
///
/// Layout (POSIX.1-2001): `<length> <key>=<value>\n`, where the length counts the whole record.
struct PaxRecords {
  /// The member's path, if it is there.
  private(set) var path: String?
  /// The size of its contents, if it is there.
  private(set) var byteCount: UInt64?

  private static let largest = 1 << 16

  /// Reads the records in a range.
  init(_ place: Range<Int>, of source: any ByteSource) throws(NetError) {
    var rest = try Self.bytes(place, of: source)[...]
    while let space = rest.firstIndex(of: UInt8(ascii: " ")) {
      guard let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
        length > space - rest.startIndex + 1,
        length <= rest.count
      else { throw source.malformed("damaged pax records") }
      let record = rest[(space + 1)..<(rest.startIndex + length)]
      rest = rest[(rest.startIndex + length)...]
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")), record.last == UInt8(ascii: "\n") else {
        throw source.malformed("damaged pax records")
      }
      let value = String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
      switch String(decoding: record[..<equals], as: UTF8.self) {
      case "path": path = value
      case "size":
        guard let size = UInt64(value) else { throw source.malformed("a pax record of the size '\(value)'") }
        byteCount = size
      default: continue
      }
    }
  }

  /// A text that ends with the first zero byte, if there is one.
  static func text(_ place: Range<Int>, of source: any ByteSource) throws(NetError) -> String {
    String(decoding: try bytes(place, of: source).prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func bytes(_ place: Range<Int>, of source: any ByteSource) throws(NetError) -> [UInt8] {
    guard place.count <= largest else {
      throw source.malformed("a member's description of \(place.count) bytes", expected: "at most \(largest)")
    }
    return try source.withBytes(place) { $0.copy() }
  }
}
