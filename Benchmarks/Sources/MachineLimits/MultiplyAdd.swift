/// Multiplies and adds in registers alone: fourteen sums of two vectors of 16, enough to hide the latency of two units.
///
/// - Parameters:
///   - rounds: passes of 28 · 16 fused multiply-adds each.
///   - factor: below 1, so that the sums stay finite.
/// - Returns: a value that depends on all sums, for the caller to use, so that no work can be dropped.
public func multiplyAdd(rounds: Int, factor: Float) -> Float {
  typealias Vector = SIMD16<Float>
  let a = Vector(repeating: factor)
  let b = Vector(repeating: factor * 0.5)
  var s0 = Vector(repeating: 0.1)
  var s1 = Vector(repeating: 0.2)
  var s2 = Vector(repeating: 0.3)
  var s3 = Vector(repeating: 0.4)
  var s4 = Vector(repeating: 0.5)
  var s5 = Vector(repeating: 0.6)
  var s6 = Vector(repeating: 0.7)
  var s7 = Vector(repeating: 0.8)
  var s8 = Vector(repeating: 0.9)
  var s9 = Vector(repeating: 1.0)
  var s10 = Vector(repeating: 1.1)
  var s11 = Vector(repeating: 1.2)
  var s12 = Vector(repeating: 1.3)
  var s13 = Vector(repeating: 1.4)
  for _ in 0..<2 * rounds {
    s0 = b.addingProduct(s0, a)
    s1 = b.addingProduct(s1, a)
    s2 = b.addingProduct(s2, a)
    s3 = b.addingProduct(s3, a)
    s4 = b.addingProduct(s4, a)
    s5 = b.addingProduct(s5, a)
    s6 = b.addingProduct(s6, a)
    s7 = b.addingProduct(s7, a)
    s8 = b.addingProduct(s8, a)
    s9 = b.addingProduct(s9, a)
    s10 = b.addingProduct(s10, a)
    s11 = b.addingProduct(s11, a)
    s12 = b.addingProduct(s12, a)
    s13 = b.addingProduct(s13, a)
  }
  let low = s0 + s1 + s2 + s3 + s4 + s5 + s6
  let high = s7 + s8 + s9 + s10 + s11 + s12 + s13
  let folded = low + high
  return folded[0]
}

/// Floating-point operations in one round of ``multiplyAdd(rounds:factor:)``: a multiplication and an addition each.
public let multiplyAddOperationsPerRound = 2 * 14 * 16 * 2
