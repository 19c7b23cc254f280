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

  /// Calls `body` with each element in double precision.
  func forEachNumber(in bytes: RawSpan, _ body: (Double) -> Void) {
    for offset in stride(from: 0, through: bytes.byteCount - byteCount, by: byteCount) {
      body(number(at: offset, in: bytes))
    }
  }

  private func number(at offset: Int, in bytes: RawSpan) -> Double {
    switch self {
    case .bool, .uint8: Double(bytes.littleEndian(at: offset, as: UInt8.self))
    case .int8: Double(bytes.littleEndian(at: offset, as: Int8.self))
    case .uint16: Double(bytes.littleEndian(at: offset, as: UInt16.self))
    case .int16: Double(bytes.littleEndian(at: offset, as: Int16.self))
    case .uint32: Double(bytes.littleEndian(at: offset, as: UInt32.self))
    case .int32: Double(bytes.littleEndian(at: offset, as: Int32.self))
    case .uint64: Double(bytes.littleEndian(at: offset, as: UInt64.self))
    case .int64: Double(bytes.littleEndian(at: offset, as: Int64.self))
    case .float16: Double(Float16(bitPattern: bytes.littleEndian(at: offset)))
    case .bfloat16: Double(Float(bitPattern: UInt32(bytes.littleEndian(at: offset, as: UInt16.self)) << 16))
    case .float32: Double(Float(bitPattern: bytes.littleEndian(at: offset)))
    case .float64: Double(bitPattern: bytes.littleEndian(at: offset))
    }
  }
}
