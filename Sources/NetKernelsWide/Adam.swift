public import NetKernels

/// Updates one vector of parameters with its gradient; ``AdamFactors`` says how.
@inline(__always)
func updateParameters(
  _ gradient: Vector, _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>,
  _ v: UnsafeMutablePointer<Float>, _ factors: AdamFactors
) {
  let g = gradient * Vector(repeating: factors.gradientScale)
  let first = load(m)
  let newFirst = fused(1 - factors.beta1, g - first, first)
  let second = load(v)
  let newSecond = fused(1 - factors.beta2, fused(g, g, -second), second)
  let root = fused(newSecond, inverseRoot(newSecond), Vector(repeating: factors.epsilon))
  store(newFirst, m)
  store(newSecond, v)
  store(fused(-factors.rate, newFirst / root, load(w) * Vector(repeating: factors.keep)), w)
}

/// 1/√x for x ≥ 0 within about two units in the last place; finite for 0.
///
/// The divider takes 18 cycles for a vector's root and cannot overlap the quotient that follows. This takes 12 cheap
/// operations: a first guess from the halved exponent (3.4 % off), a step of third order (1e-4), one of Newton.
@inline(__always)
private func inverseRoot(_ x: Vector) -> Vector {
  let bits = Words(repeating: 0x5f37_59df) &- (unsafeBitCast(x, to: Words.self) &>> Words(repeating: 1))
  let guess = unsafeBitCast(bits, to: Vector.self)
  let error = fused(-guess, x * guess, Vector(repeating: 1))
  let better = guess * fused(error, fused(0.375, error, Vector(repeating: 0.5)), Vector(repeating: 1))
  let rest = fused(-better, x * better, Vector(repeating: 1))
  return fused(better * rest, Vector(repeating: 0.5), better)
}

/// One Adam step on `count` parameters, a multiple of 16.
@inline(never)
public func updateParameters(
  values: UnsafeMutablePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
  secondMoment: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, count: Int,
  _ factors: AdamFactors
) {
  var index = 0
  while index < count {
    updateParameters(
      load(gradient + index), values + index, firstMoment + index, secondMoment + index, factors)
    index &+= lanes
  }
}
