/// Reads the Python dictionary in a NumPy file's header.
struct PythonLiteralParser {
  struct Header {
    let descriptor: String
    let isFortranOrder: Bool
    let shape: [Int]
  }

  private let text: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// The three fields, each once; nil if the text is anything else.
  mutating func header() -> Header? {
    var descriptor: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = string(), take(":") else { return nil }
      switch key {
      case "descr" where descriptor == nil: descriptor = string()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = boolean()
      case "shape" where shape == nil: shape = tuple()
      default: return nil
      }
      guard take(",") || peek() == UInt8(ascii: "}") else { return nil }
    }
    guard peek() == nil, let descriptor, let isFortranOrder, let shape else { return nil }
    return Header(descriptor: descriptor, isFortranOrder: isFortranOrder, shape: shape)
  }

  /// The next byte that is no white space.
  private mutating func peek() -> UInt8? {
    while index < text.count, text[index] == 0x20 || text[index] == 0x0a { index += 1 }
    return index < text.count ? text[index] : nil
  }

  private mutating func take(_ word: String) -> Bool {
    _ = peek()
    guard text[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func string() -> String? {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    guard let end = text[(index + 1)...].firstIndex(of: quote) else { return nil }
    defer { index = end + 1 }
    return String(validating: text[(index + 1)..<end], as: UTF8.self)
  }

  private mutating func boolean() -> Bool? {
    if take("True") { return true }
    return take("False") ? false : nil
  }

  /// At most 32 lengths, as in NumPy.
  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var lengths: [Int] = []
    while !take(")") {
      guard lengths.count < 32, let length = number() else { return nil }
      lengths.append(length)
      guard take(",") || peek() == UInt8(ascii: ")") else { return nil }
    }
    return lengths
  }

  private mutating func number() -> Int? {
    _ = peek()
    let digits = text[index...].prefix { (0x30...0x39).contains($0) }
    index = digits.endIndex
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
