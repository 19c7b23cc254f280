/// Reads the values of a `TensorProto`, whose type is known, as stored elements.
///
/// Message (`tensorflow/core/framework/tensor.proto`): each type has a repeated field of its own, packed (one
/// length-delimited field of all values) or not. Single and double precision are stored as such, all other types as
/// varints: negative numbers as those of 64 bits, 16-bit floating point as its bits.
struct TensorProtoReader {
  private var fields: WireReader
  private let type: TensorFlowType
  private let source: any ByteSource

  /// Elements that are handed out at once, in bytes.
  private static let pieceByteCount = 1 << 20

  /// Reads the message in a range of some bytes.
  init(_ range: Range<Int>, type: TensorFlowType, of source: any ByteSource) {
    fields = WireReader(range, of: source)
    self.type = type
    self.source = source
  }

  /// Calls `body` with the elements in pieces; returns how many there were.
  ///
  /// Stops with `limit + 1`, without a call for the piece at fault, when there are more than `limit`.
  mutating func forEachPiece(
    in bytes: RawSpan, atMost limit: Int, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) -> Int {
    guard let element = type.element, let number = type.valuesField else { return 0 }
    var count = 0
    while let field = try fields.next(in: bytes) {
      guard field.number == number else { continue }
      if element == .float32 || element == .float64 {
        guard field.kind != .varint, field.place.count % element.byteCount == 0 else { throw damage }
        count += field.place.count / element.byteCount
        guard count <= limit else { return limit + 1 }
        for start in stride(from: field.place.lowerBound, to: field.place.upperBound, by: Self.pieceByteCount)
        {
          let piece = bytes.extracting(start..<min(start + Self.pieceByteCount, field.place.upperBound))
          try body(piece)
          source.release(piece)
        }
      } else {
        guard field.kind == .varint || field.kind == .delimited else { throw damage }
        count += try decodeVarints(field.place, in: bytes, atMost: limit - count, element, body)
        guard count <= limit else { return limit + 1 }
      }
    }
    return count
  }

  private func decodeVarints(
    _ range: Range<Int>, in bytes: RawSpan, atMost limit: Int, _ element: TensorElement,
    _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) -> Int {
    var reader = VarintReader(range)
    var elements: [UInt8] = []
    var count = 0
    while reader.position < range.upperBound {
      guard let value = reader.next(in: bytes) else { throw damage }
      guard Self.fits(value, element) else {
        throw source.malformed("the value \(Int64(bitPattern: value)) where \(element.plainName) is expected")
      }
      count += 1
      guard count <= limit else { return count }
      for byte in 0..<element.byteCount { elements.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
      if elements.count >= 1 << 16 {
        try body(unsafe elements.span.bytes)
        elements.removeAll(keepingCapacity: true)
      }
    }
    if !elements.isEmpty { try body(unsafe elements.span.bytes) }
    return count
  }

  private static func fits(_ value: UInt64, _ element: TensorElement) -> Bool {
    let signed = Int64(bitPattern: value)
    return switch element {
    case .bool: value <= 1
    case .uint8: value <= UInt8.max
    case .uint16, .float16, .bfloat16: value <= UInt16.max
    case .uint32: value <= UInt32.max
    case .int8: Int8(exactly: signed) != nil
    case .int16: Int16(exactly: signed) != nil
    case .int32: Int32(exactly: signed) != nil
    case .int64, .uint64: true
    case .float32, .float64: false
    }
  }

  private var damage: NetError { source.malformed("the values of a variable are damaged") }
}
