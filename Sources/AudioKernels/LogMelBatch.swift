/// Magnitudes of sixteen frames, side by side, to their log-mel rows.
///
/// For each frame f and band b: `rows[f · 64 + b] = ln(0.01 + Σ_k weight_b[k] · magnitudes[k · 16 + f])` over the bins of
/// the band.
///
/// - Parameters:
///   - magnitudes: `[bins, 16]`.
///   - bandStarts: `[64]`: each band's first bin.
///   - bandCounts: `[64]`: each band's number of bins.
///   - bandWeights: the weights of all bands, one band after the other.
///   - rows: `[16, 64]`, overwritten.
@inline(never)
public func logMelRows(
  magnitudes: UnsafePointer<Float>, bandStarts: UnsafePointer<Int>, bandCounts: UnsafePointer<Int>,
  bandWeights: UnsafePointer<Float>, rows: UnsafeMutablePointer<Float>
) {
  var weight = bandWeights
  for band in 0..<64 {
    var sum = Lanes.zero
    let first = magnitudes + bandStarts[band] * 16
    for k in 0..<bandCounts[band] {
      sum = adding(sum, load(first, k * 16), Lanes(repeating: weight[k]))
    }
    weight += bandCounts[band]
    let logarithms = naturalLogarithm(sum + 0.01)
    for frame in 0..<16 { rows[frame * 64 + band] = logarithms[frame] }
  }
}

/// ln x for positive, normal x, to about one unit in the last place.
///
/// x = 2ᵉ · m with m in [√½, √2), and ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| ≤ 0.172: five terms of the odd
/// series leave 7e-10. ln 2 comes in two parts, the first with few enough bits that e times it is exact.
@inline(__always)
func naturalLogarithm(_ x: Lanes) -> Lanes {
  let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
  let exponent = (bits &- 0x3f35_04f3) &>> 23
  let mantissa = unsafeBitCast(bits &- (exponent &<< 23), to: Lanes.self)
  // 1.5 · 2²³ + e as bits, less 1.5 · 2²³: the standard library's conversion would be a shared generic function, which a
  // linker could then hand to code for any processor.
  let e = unsafeBitCast(exponent &+ 0x4b40_0000, to: Lanes.self) - 12_582_912
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  var series = Lanes(repeating: 2.0 / 9)
  series = adding(Lanes(repeating: 2.0 / 7), series, square)
  series = adding(Lanes(repeating: 2.0 / 5), series, square)
  series = adding(Lanes(repeating: 2.0 / 3), series, square)
  let tail = adding(e * 1.428_606_8e-6, series * square, s)
  return adding(adding(tail, s, Lanes(repeating: 2)), e, Lanes(repeating: 0.693_145_75))
}
