/// One member's header in a tar archive; its layout stands with ``TarArchive``.
struct TarHeader {
  /// The path as the header has it.
  var path: String
  /// The size of the contents.
  var byteCount: UInt64
  /// The type.
  var type: UInt8

  /// Whether the member is a file with contents.
  var isRegularFile: Bool { type == UInt8(ascii: "0") || type == 0 || type == UInt8(ascii: "7") }

  /// Reads a block; nil for zeros, which end an archive.
  init?(_ block: RawSpan, of source: any ByteSource) throws(NetError) {
    let bytes = block.copy()
    guard bytes.contains(where: { $0 != 0 }) else { return nil }
    let checksumField = 148..<156
    let sum = bytes.indices.reduce(UInt64(0)) {
      $0 + UInt64(checksumField.contains($1) ? UInt8(ascii: " ") : bytes[$1])
    }
    guard Self.octal(bytes[checksumField]) == sum else {
      throw source.malformed("a tar header fails its checksum", expected: "an undamaged tar archive")
    }
    guard let size = Self.number(bytes[124..<136]) else {
      throw source.malformed("a tar header without size")
    }
    type = bytes[156]
    // Links and folders have no contents, whatever they claim.
    byteCount = (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(type) ? 0 : size
    let (name, prefix) = (Self.text(bytes[0..<100]), Self.text(bytes[345..<500]))
    // GNU's own form, `ustar` and a blank, keeps times where the prefix would stand.
    let hasPrefix = bytes[262] == 0 && bytes[257] == UInt8(ascii: "u") && !prefix.isEmpty
    path = hasPrefix ? prefix + "/" + name : name
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func octal(_ field: ArraySlice<UInt8>) -> UInt64? {
    let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  private static func number(_ field: ArraySlice<UInt8>) -> UInt64? {
    guard let first = field.first, first & 0x80 != 0 else { return octal(field) }
    guard first == 0x80, field.dropFirst().prefix(3).allSatisfy({ $0 == 0 }) else { return nil }
    return field.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
