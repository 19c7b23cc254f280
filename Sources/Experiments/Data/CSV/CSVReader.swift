/// Reads a CSV file record by record in constant memory.
///
/// RFC 4180: fields between commas, quoted ones may hold commas, line breaks and doubled quotes. Lines may end in CRLF,
/// LF or CR; a byte order mark and empty lines are passed over. Text is UTF-8.
struct CSVReader: ~Copyable {
  /// Longer fields are refused: an unclosed quote would otherwise swallow the file.
  static let longestField = 65_536

  let path: String
  private let file: FileDescriptor
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var available = 0
  private var position = 0
  private var line = 1
  private var isAtStart = true

  /// Opens a file; throws if it cannot be read.
  init(path: String) throws(ExperimentError) {
    self.path = path
    file = try FileDescriptor(reading: path)
  }

  /// An error at a line of this file.
  func failure(
    _ found: String, expected: String = "", line: Int, remedy: String = ""
  ) -> ExperimentError {
    ExperimentError(.invalidData, found: found, expected: expected, place: "\(path):\(line)", remedy: remedy)
  }

  /// The next record; `nil` at the end of the file.
  mutating func next() throws(ExperimentError) -> CSVRecord? {
    var fields: [String] = []
    let path = path
    let line = try next { (_, bytes, line) throws(ExperimentError) in
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ExperimentError(
          .invalidData, found: "a field that is not UTF-8", expected: "UTF-8 text", place: "\(path):\(line)")
      }
      fields.append(text)
    }
    return line.map { CSVRecord(line: $0, fields: fields) }
  }

  /// Hands out the next record field by field, without a text for each: its column from 0, bytes and line.
  ///
  /// - Returns: the line on which the record begins, from 1; `nil` at the end of the file.
  mutating func next(
    _ take: (_ column: Int, _ bytes: [UInt8], _ line: Int) throws(ExperimentError) -> Void
  ) throws(ExperimentError) -> Int? {
    if isAtStart, try peek() == 0xef, buffer[..<available].starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    isAtStart = false
    while let byte = try peek(), byte == 0x0a || byte == 0x0d { try skipLineBreak() }
    guard try peek() != nil else { return nil }
    let first = line
    var column = 0
    var bytes: [UInt8] = []
    while true {
      bytes.removeAll(keepingCapacity: true)
      let start = line
      try readField(into: &bytes)
      try take(column, bytes, start)
      column += 1
      guard let byte = try peek() else { return first }
      if byte == 0x2c {
        position += 1
      } else {
        try skipLineBreak()
        return first
      }
    }
  }

  /// Reads a field and stops at the comma, line break or end behind it.
  private mutating func readField(into bytes: inout [UInt8]) throws(ExperimentError) {
    let start = line
    if try peek() == 0x22 {
      try readQuoted(into: &bytes)
      if let byte = try peek(), byte != 0x2c, byte != 0x0a, byte != 0x0d {
        throw failure("text after a closing quote", expected: "a comma or the end of the line", line: line)
      }
      return
    }
    while let byte = try peek(), byte != 0x2c, byte != 0x0a, byte != 0x0d {
      guard byte != 0x22 else {
        throw failure(
          "a quote within an unquoted field", expected: "quotes around the whole field", line: line,
          remedy: "write \"…\"\"…\" for a field that holds a quote")
      }
      try take(byte, into: &bytes, from: start)
    }
  }

  private mutating func readQuoted(into bytes: inout [UInt8]) throws(ExperimentError) {
    let start = line
    position += 1
    while true {
      guard let byte = try peek() else {
        throw failure("a quoted field without its closing quote", line: start)
      }
      if byte == 0x22 {
        position += 1
        guard try peek() == 0x22 else { return }
      } else if byte == 0x0a {
        line += 1
      }
      try take(byte, into: &bytes, from: start)
    }
  }

  private mutating func take(
    _ byte: UInt8, into bytes: inout [UInt8], from start: Int
  ) throws(ExperimentError) {
    guard bytes.count < Self.longestField else {
      throw failure(
        "a field of more than \(Self.longestField) bytes", line: start, remedy: "look for an unclosed quote")
    }
    bytes.append(byte)
    position += 1
  }

  private mutating func skipLineBreak() throws(ExperimentError) {
    let isReturn = try peek() == 0x0d
    position += 1
    line += 1
    if isReturn, try peek() == 0x0a { position += 1 }
  }

  private mutating func peek() throws(ExperimentError) -> UInt8? {
    if position < available { return buffer[position] }
    available = try file.read(into: &buffer)
    position = 0
    return available > 0 ? buffer[0] : nil
  }
}
