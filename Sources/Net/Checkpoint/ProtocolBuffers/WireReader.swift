/// Reads the fields of one protocol-buffers message in the order of its bytes.
///
/// Layout (protobuf.dev, "Encoding"): each field is a varint of `number << 3 | kind`, then by kind 0 a varint, 1 eight
/// bytes, 2 a varint length and as many bytes, 5 four bytes. Groups (3, 4) are refused.
struct WireReader {
  /// One field: its number and where its value stands.
  struct Field {
    /// The number that the message's definition gives it.
    var number: UInt64
    /// How the value is stored.
    var kind: Kind
    /// The bytes of the value; without the length where it has one.
    var place: Range<Int>
    /// The value of a varint; 0 for other kinds.
    var varint: UInt64
  }

  /// How a value is stored.
  enum Kind {
    case varint
    case eightBytes
    case delimited
    case fourBytes
  }

  private var varints: VarintReader
  private let source: any ByteSource

  /// Reads the message in a range of some bytes; `source` is where it came from, for errors.
  init(_ range: Range<Int>, of source: any ByteSource) {
    varints = VarintReader(range)
    self.source = source
  }

  /// The next field; nil at the end of the message.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` for a field that is cut off or of no known kind.
  mutating func next(in bytes: RawSpan) throws(NetError) -> Field? {
    guard varints.position < varints.end else { return nil }
    guard let tag = varints.next(in: bytes), tag >> 3 > 0 else { throw damage }
    let start = varints.position
    let number = tag >> 3
    switch tag & 7 {
    case 0:
      guard let value = varints.next(in: bytes) else { throw damage }
      return Field(number: number, kind: .varint, place: start..<varints.position, varint: value)
    case 1: return try fixed(number, .eightBytes, 8)
    case 2:
      guard let count = varints.next(in: bytes), count <= UInt64(varints.end - varints.position) else {
        throw damage
      }
      return try fixed(number, .delimited, Int(count))
    case 5: return try fixed(number, .fourBytes, 4)
    default: throw damage
    }
  }

  private mutating func fixed(_ number: UInt64, _ kind: Kind, _ count: Int) throws(NetError) -> Field {
    let start = varints.position
    guard count <= varints.end - start else { throw damage }
    varints.position = start + count
    return Field(number: number, kind: kind, place: start..<varints.position, varint: 0)
  }

  private var damage: NetError {
    source.malformed("a message is cut off or no protocol buffer, at byte \(varints.position) of it")
  }
}

extension WireReader.Field {
  /// The text of a length-delimited field; nil if it is not UTF-8.
  func text(in bytes: RawSpan) -> String? {
    kind == .delimited ? String(validating: bytes.copy(place), as: UTF8.self) : nil
  }

  /// The value of a varint as an integer; nil for another kind.
  var integer: Int? { kind == .varint ? Int(truncatingIfNeeded: Int64(bitPattern: varint)) : nil }
}
