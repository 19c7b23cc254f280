/// A cursor over JSON text (RFC 8259) for the few constructs a safetensors header has.
struct JSONScanner {
  private let text: [UInt8]
  private var position = 0

  /// A cursor at the beginning of a copy of the bytes.
  init(_ text: RawSpan) {
    self.text = text.byteOffsets.map { index in unsafe text.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
  }

  /// An error with the position in the header.
  func failure(_ found: String) -> NetError {
    NetError(.malformedFile, found: "\(found), at byte \(position) of the header")
  }

  /// Steps over one character, and white space before it.
  mutating func expect(_ character: Unicode.Scalar) throws(NetError) {
    skipSpace()
    guard position < text.count, text[position] == UInt8(ascii: character) else {
      throw failure("no '\(character)'")
    }
    position += 1
  }

  /// Nothing but white space may follow.
  mutating func expectEnd() throws(NetError) {
    skipSpace()
    guard position == text.count else { throw failure("text behind the header's end") }
  }

  /// Steps to the next member of an object, or over its end; `first` is true before the first member.
  mutating func hasMember(first: inout Bool) throws(NetError) -> Bool {
    if skip("}") { return false }
    if !first { try expect(",") }
    first = false
    return true
  }

  /// A member's name and the colon behind it.
  mutating func key() throws(NetError) -> String {
    let name = try string()
    try expect(":")
    return name
  }

  /// An array of integers that are not negative.
  mutating func integers() throws(NetError) -> [Int] {
    try expect("[")
    if skip("]") { return [] }
    var values = [try integer()]
    while !skip("]") {
      try expect(",")
      values.append(try integer())
    }
    return values
  }

  /// A string with its escapes resolved.
  mutating func string() throws(NetError) -> String {
    try expect("\"")
    var bytes: [UInt8] = []
    while true {
      guard position < text.count else { throw failure("a string without end") }
      let byte = text[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw failure("a string that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): bytes += try escape()
      case 0..<0x20: throw failure("a control character in a string")
      default: bytes.append(byte)
      }
    }
  }

  private mutating func integer() throws(NetError) -> Int {
    skipSpace()
    let start = position
    while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) {
      position += 1
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    guard let value = Int(digits), digits.count == 1 || !digits.hasPrefix("0") else {
      throw failure("no integer in the range of sizes")
    }
    return value
  }

  private mutating func escape() throws(NetError) -> [UInt8] {
    guard position < text.count else { throw failure("a string without end") }
    let byte = text[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw failure("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(NetError) -> [UInt8] {
    let unit = try hexadecimal()
    var value = UInt32(unit)
    if UTF16.isLeadSurrogate(unit) {
      guard skipExactly("\\"), skipExactly("u") else { throw failure("half a surrogate pair") }
      let trail = try hexadecimal()
      guard UTF16.isTrailSurrogate(trail) else { throw failure("half a surrogate pair") }
      value = 0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(trail) - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw failure("half a surrogate pair") }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal() throws(NetError) -> UInt16 {
    let digits = text[position..<min(position + 4, text.count)]
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("no four hexadecimal digits") }
    position += 4
    return value
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    return skipExactly(character)
  }

  private mutating func skipExactly(_ character: Unicode.Scalar) -> Bool {
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < text.count, [0x20, 0x09, 0x0a, 0x0d].contains(text[position]) { position += 1 }
  }
}
