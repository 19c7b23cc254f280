/// Puts together one protocol-buffers message. The layout stands with ``WireReader``.
///
/// Fields stand in the order of the calls. Values that are the default (zero, empty) are written, too: callers leave out
/// what they do not want to have there.
struct WireWriter {
  /// The message so far.
  private(set) var bytes: [UInt8] = []

  /// A message of what `body` appends.
  init(_ body: (inout WireWriter) -> Void) {
    body(&self)
  }

  /// An empty message.
  init() {}

  /// Appends a number without a field around it.
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// An integer, boolean or enumeration; negative ones take ten bytes.
  mutating func integer(_ number: Int, _ value: Int) {
    appendVarint(UInt64(number << 3))
    appendVarint(UInt64(bitPattern: Int64(value)))
  }

  /// 64 bits.
  mutating func eightBytes(_ number: Int, _ value: UInt64) {
    appendVarint(UInt64(number << 3 | 1))
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// 32 bits.
  mutating func fourBytes(_ number: Int, _ value: UInt32) {
    appendVarint(UInt64(number << 3 | 5))
    for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Bytes.
  mutating func data(_ number: Int, _ value: [UInt8]) {
    begin(number, byteCount: value.count)
    bytes += value
  }

  /// A text.
  mutating func text(_ number: Int, _ value: String) {
    data(number, Array(value.utf8))
  }

  /// A message within this one.
  mutating func message(_ number: Int, _ body: (inout WireWriter) -> Void) {
    data(number, WireWriter(body).bytes)
  }

  /// An entry of a map from texts to messages.
  mutating func entry(_ number: Int, _ key: String, _ body: (inout WireWriter) -> Void) {
    message(number) {
      $0.text(1, key)
      $0.message(2, body)
    }
  }

  /// Integers in one field.
  mutating func packed(_ number: Int, _ values: [Int]) {
    var contents = WireWriter()
    for value in values { contents.appendVarint(UInt64(bitPattern: Int64(value))) }
    data(number, contents.bytes)
  }

  /// The beginning of a length-delimited field whose bytes follow elsewhere.
  mutating func begin(_ number: Int, byteCount: Int) {
    appendVarint(UInt64(number << 3 | 2))
    appendVarint(UInt64(byteCount))
  }
}
