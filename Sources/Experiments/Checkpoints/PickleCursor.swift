/// A place in a pickle's bytes, and the arguments of instructions there.
struct PickleCursor {
  private let bytes: [UInt8]
  private let path: String
  private var position = 0

  /// The beginning of a pickle.
  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// An error at this place.
  func failure(_ found: String, expected: String = "") -> ExperimentError {
    ExperimentError(
      .invalidData, found: "\(path) can't be read as a pickle: \(found), before byte \(position)",
      expected: expected)
  }

  /// The next byte.
  mutating func byte() throws(ExperimentError) -> UInt8 { try take(1)[position - 1] }

  /// The next bytes as a little-endian number without sign.
  mutating func integer(byteCount: Int) throws(ExperimentError) -> Int {
    let value = try take(byteCount).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let value = Int(exactly: value) else { throw failure("the length \(value)") }
    return value
  }

  /// The memo's index on a line of its own.
  mutating func index() throws(ExperimentError) -> Int {
    let text = try line()
    guard let value = Int(text), value >= 0 else { throw failure("the index '\(text)'") }
    return value
  }

  /// The number or text of an instruction that pushes one.
  mutating func scalar(_ opcode: PickleOpcode) throws(ExperimentError) -> PickleHeap.Node {
    switch opcode {
    case .newTrue: return .integer(1)
    case .newFalse: return .integer(0)
    case .int, .long: return try decimal()
    case .binint: return .integer(Int(Int32(truncatingIfNeeded: try integer(byteCount: 4))))
    case .binint1: return .integer(try integer(byteCount: 1))
    case .binint2: return .integer(try integer(byteCount: 2))
    case .long1: return try twosComplement(try integer(byteCount: 1))
    case .long4: return try twosComplement(try integer(byteCount: 4))
    case .float:
      let text = try line()
      guard let value = Double(text) else { throw failure("the number '\(text)'") }
      return .real(value)
    case .binfloat: return .real(Double(bitPattern: try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
    case .string: return try quoted()
    case .binstring, .binunicode: return try text(try integer(byteCount: 4))
    case .shortBinstring, .shortBinunicode: return try text(try integer(byteCount: 1))
    case .binunicode8: return try text(try integer(byteCount: 8))
    case .unicode: return .text(try PickleText.unescaped(try line(), isRaw: true, in: self))
    default: throw failure("an instruction without value")
    }
  }

  private mutating func take(_ count: Int) throws(ExperimentError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw failure("the file is cut off") }
    position += count
    return bytes[(position - count)..<position]
  }

  private mutating func line() throws(ExperimentError) -> String {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw failure("the file is cut off")
    }
    let line = bytes[position..<end]
    position = end + 1
    // These lines are Latin-1: a byte is a scalar.
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: line.map { Unicode.Scalar($0) })
    return String(scalars)
  }

  private mutating func decimal() throws(ExperimentError) -> PickleHeap.Node {
    let text = try line()
    // Protocol 0 writes truth values as 00 and 01, and ends long numbers with an L.
    guard let value = Int(text.hasSuffix("L") ? String(text.dropLast()) : text) else {
      throw failure("the number '\(text)'", expected: "one of 64 bits")
    }
    return .integer(value)
  }

  private mutating func twosComplement(_ count: Int) throws(ExperimentError) -> PickleHeap.Node {
    let digits = try take(count)
    guard count <= 8 else { throw failure("a number of \(count) bytes", expected: "one of 64 bits") }
    let isNegative = digits.last.map { $0 >= 0x80 } ?? false
    let start: UInt64 = isNegative ? .max : 0
    let value = digits.reversed().reduce(start) { $0 << 8 | UInt64($1) }
    return .integer(Int(Int64(bitPattern: value)))
  }

  private mutating func text(_ count: Int) throws(ExperimentError) -> PickleHeap.Node {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw failure("a text that is not UTF-8")
    }
    return .text(text)
  }

  /// A text in quotes with backslashes before what is special, as Python prints it.
  private mutating func quoted() throws(ExperimentError) -> PickleHeap.Node {
    let text = try line()
    guard text.count >= 2, let quote = text.first, quote == "'" || quote == "\"", text.last == quote else {
      throw failure("a text without quotes")
    }
    return .text(try PickleText.unescaped(String(text.dropFirst().dropLast()), isRaw: false, in: self))
  }
}
