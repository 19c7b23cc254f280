#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The right half of a sinc low-pass under a Kaiser window, in double precision.
///
/// `table[i] = rolloff · sinc(rolloff · t) · I₀(β √(1 − (t/crossings)²)) / I₀(β)` with t = i / precision.
///
/// - Parameters:
///   - table: `crossings · precision + 1` values, overwritten.
///   - crossings: zero crossings of the window's half.
///   - precision: table steps in a unit of t.
///   - rolloff: the low-pass's edge as a share of the Nyquist frequency.
///   - beta: the window's shape parameter, at most 15.
@inline(never)
public func kaiserSinc(
  table: UnsafeMutablePointer<Double>, crossings: Int, precision: Int, rolloff: Double, beta: Double
) {
  let count = crossings * precision + 1
  let norm = 1 / besselI0(SIMD8(repeating: beta * beta / 4))[0]
  var index = 0
  while index < count {
    var quarterSquare = SIMD8<Double>.zero
    for lane in 0..<8 {
      let t = Double(index + lane) / Double(count - 1)
      quarterSquare[lane] = max(0, 1 - t * t) * beta * beta / 4
    }
    let window = besselI0(quarterSquare) * norm
    for lane in 0..<min(8, count - index) {
      let angle = Double.pi * rolloff * Double(index + lane) / Double(precision)
      let sinc = index + lane == 0 ? 1 : sin(angle) / angle
      table[index + lane] = rolloff * sinc * window[lane]
    }
    index += 8
  }
}

/// The modified Bessel function I₀(x) from x²/4 ≤ 57: its power series, whose terms are all positive.
@inline(__always)
private func besselI0(_ quarterSquare: SIMD8<Double>) -> SIMD8<Double> {
  var sum = SIMD8<Double>(repeating: 1)
  var k = 44.0
  while k >= 1 {
    sum = 1 + sum * (quarterSquare * (1 / (k * k)))
    k -= 1
  }
  return sum
}
