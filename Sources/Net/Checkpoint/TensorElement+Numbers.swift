extension TensorElement {
  /// Converts little-endian elements to single precision, as `convert(_:into:)` does, into a part of a buffer.
  ///
  /// - Parameters:
  ///   - bytes: whole elements, at any alignment.
  ///   - values: overwritten from `start` on.
  func convert(_ bytes: RawSpan, into values: inout MutableSpan<Float>, from start: Int) {
    let count = bytes.byteCount / byteCount
    precondition(
      start >= 0 && count <= values.count - start, "\(count) values from \(start) of \(values.count)")
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      let part = buffer.extracting(start..<(start + count))
      if self == .float32 {
        unsafe bytes.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(part).copyMemory(from: $0) }
      } else {
        var span = unsafe part.mutableSpan
        convert(bytes, into: &span)
      }
    }
  }

  /// Calls `body` with each of some little-endian elements in double precision.
  public func forEachNumber(in bytes: RawSpan, _ body: (Double) -> Void) {
    switch self {
    case .bool, .uint8: each(bytes, UInt8.self) { body(Double($0)) }
    case .int8: each(bytes, Int8.self) { body(Double($0)) }
    case .uint16: each(bytes, UInt16.self) { body(Double($0)) }
    case .int16: each(bytes, Int16.self) { body(Double($0)) }
    case .uint32: each(bytes, UInt32.self) { body(Double($0)) }
    case .int32: each(bytes, Int32.self) { body(Double($0)) }
    case .uint64: each(bytes, UInt64.self) { body(Double($0)) }
    case .int64: each(bytes, Int64.self) { body(Double($0)) }
    case .float16: each(bytes, UInt16.self) { body(Double(Float16(bitPattern: $0))) }
    case .bfloat16: each(bytes, UInt16.self) { body(Double(Float(bitPattern: UInt32($0) << 16))) }
    case .float32: each(bytes, UInt32.self) { body(Double(Float(bitPattern: $0))) }
    case .float64: each(bytes, UInt64.self) { body(Double(bitPattern: $0)) }
    }
  }

  /// Calls `body` with each of some little-endian elements in 64 bits: integers with their sign, others as their bits.
  func forEachBits(in bytes: RawSpan, _ body: (UInt64) -> Void) {
    switch self {
    case .bool, .uint8: each(bytes, UInt8.self) { body(UInt64($0)) }
    case .int8: each(bytes, Int8.self) { body(UInt64(bitPattern: Int64($0))) }
    case .uint16, .float16, .bfloat16: each(bytes, UInt16.self) { body(UInt64($0)) }
    case .int16: each(bytes, Int16.self) { body(UInt64(bitPattern: Int64($0))) }
    case .uint32, .float32: each(bytes, UInt32.self) { body(UInt64($0)) }
    case .int32: each(bytes, Int32.self) { body(UInt64(bitPattern: Int64($0))) }
    case .uint64, .int64, .float64: each(bytes, UInt64.self) { body($0) }
    }
  }

  private func each<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: RawSpan, _ type: Stored.Type, _ body: (Stored) -> Void
  ) {
    let width = MemoryLayout<Stored>.size
    for index in 0..<(bytes.byteCount / width) {
      body(Stored(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index * width, as: type)))
    }
  }
}
