extension RawSpan {
  /// The byte at an offset, which must lie within the span.
  func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount, "byte \(offset) of \(byteCount)")
    return unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The little-endian integer at an offset, whose bytes must lie within the span.
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value {
    precondition(
      offset >= 0 && offset <= byteCount - MemoryLayout<Value>.size, "an integer at \(offset) of \(byteCount)"
    )
    return Value(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type))
  }

  /// A copy of a range, which must lie within the span.
  func copy(_ range: Range<Int>) -> [UInt8] {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of \(byteCount)")
    return unsafe extracting(range).withUnsafeBytes { unsafe Array($0) }
  }

  /// A copy of the whole.
  func copy() -> [UInt8] { copy(0..<byteCount) }
}
