/// The element types of a safetensors file, by their name in its header.
public enum TensorElement: String, Sendable, Hashable, Codable, CaseIterable {
  /// One byte, 0 or 1.
  case bool = "BOOL"
  /// 8 bits, unsigned.
  case uint8 = "U8"
  /// 8 bits, two's complement.
  case int8 = "I8"
  /// 16 bits, unsigned.
  case uint16 = "U16"
  /// 16 bits, two's complement.
  case int16 = "I16"
  /// 32 bits, unsigned.
  case uint32 = "U32"
  /// 32 bits, two's complement.
  case int32 = "I32"
  /// 64 bits, unsigned.
  case uint64 = "U64"
  /// 64 bits, two's complement.
  case int64 = "I64"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper 16 bits of a single-precision number.
  case bfloat16 = "BF16"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// IEEE 754 double precision.
  case float64 = "F64"

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }
}

extension TensorElement {
  /// Converts little-endian elements to single precision, rounding to nearest where it has to.
  ///
  /// - Parameters:
  ///   - bytes: `values.count · byteCount` bytes, at any alignment.
  ///   - values: overwritten.
  public func convert(_ bytes: RawSpan, into values: inout MutableSpan<Float>) {
    precondition(
      bytes.byteCount == values.count * byteCount,
      "\(bytes.byteCount) bytes for \(values.count) values of \(rawValue)")
    switch self {
    case .bool, .uint8: fill(&values, from: bytes, as: UInt8.self) { Float($0) }
    case .int8: fill(&values, from: bytes, as: Int8.self) { Float($0) }
    case .uint16: fill(&values, from: bytes, as: UInt16.self) { Float($0) }
    case .int16: fill(&values, from: bytes, as: Int16.self) { Float($0) }
    case .uint32: fill(&values, from: bytes, as: UInt32.self) { Float($0) }
    case .int32: fill(&values, from: bytes, as: Int32.self) { Float($0) }
    case .uint64: fill(&values, from: bytes, as: UInt64.self) { Float($0) }
    case .int64: fill(&values, from: bytes, as: Int64.self) { Float($0) }
    case .float16: fill(&values, from: bytes, as: UInt16.self) { Float(Float16(bitPattern: $0)) }
    case .bfloat16: fill(&values, from: bytes, as: UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .float32: fill(&values, from: bytes, as: UInt32.self) { Float(bitPattern: $0) }
    case .float64: fill(&values, from: bytes, as: UInt64.self) { Float(Double(bitPattern: $0)) }
    }
  }

  private func fill<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ values: inout MutableSpan<Float>, from bytes: RawSpan, as type: Stored.Type,
    _ convert: (Stored) -> Float
  ) {
    let stride = MemoryLayout<Stored>.size
    for index in values.indices {
      let stored = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index * stride, as: type)
      values[index] = convert(Stored(littleEndian: stored))
    }
  }
}
