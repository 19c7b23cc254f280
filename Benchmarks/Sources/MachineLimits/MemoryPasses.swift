/// Reads an array once; returns the sum of every sixteenth value, for the caller to use.
///
/// - Parameter values: a multiple of 64 long.
public func readAll(_ values: UnsafeBufferPointer<Float>) -> Float {
  guard let base = UnsafeRawPointer(values.baseAddress) else { return 0 }
  var s0 = SIMD16<Float>.zero
  var s1 = SIMD16<Float>.zero
  var s2 = SIMD16<Float>.zero
  var s3 = SIMD16<Float>.zero
  var offset = 0
  while offset < 4 * values.count {
    s0 += base.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    s1 += base.loadUnaligned(fromByteOffset: offset + 64, as: SIMD16<Float>.self)
    s2 += base.loadUnaligned(fromByteOffset: offset + 128, as: SIMD16<Float>.self)
    s3 += base.loadUnaligned(fromByteOffset: offset + 192, as: SIMD16<Float>.self)
    offset += 256
  }
  let folded = s0 + s1 + s2 + s3
  return folded[0]
}

/// Reads and writes an array once, as an optimizer does.
///
/// - Parameter values: a multiple of 16 long.
public func scale(_ values: UnsafeMutableBufferPointer<Float>, by factor: Float) {
  guard let base = UnsafeMutableRawPointer(values.baseAddress) else { return }
  var offset = 0
  while offset < 4 * values.count {
    let value = base.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    base.storeBytes(of: value * factor, toByteOffset: offset, as: SIMD16<Float>.self)
    offset += 64
  }
}
