public import NetKernels

/// Updates one vector of parameters with its gradient; ``AdamFactors`` says how.
@inline(__always)
func updateParameters(
  _ gradient: Vector, _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>,
  _ v: UnsafeMutablePointer<Float>, _ factors: AdamFactors
) {
  let scale = factors.gradientScale
  let first = fused(scale * (1 - factors.beta1), gradient, load(m) * Vector(repeating: factors.beta1))
  let second = fused(
    scale * scale * (1 - factors.beta2), gradient * gradient, load(v) * Vector(repeating: factors.beta2))
  store(first, m)
  store(second, v)
  let negative = negativeRoot(second) - Vector(repeating: factors.epsilon)
  store(fused(factors.rate, first / negative, load(w) * Vector(repeating: factors.keep)), w)
}

/// −√x for x ≥ 0, within about two units in the last place.
///
/// The divider takes 18 cycles for a vector's root and is needed for the quotient that follows. This takes 12 cheap
/// operations: a first guess of 1/√x from the halved exponent (3.4 % off), a step of third order (1e-4), one of Newton.
@inline(__always)
private func negativeRoot(_ x: Vector) -> Vector {
  let bits = Words(repeating: 0x5f37_59df) &- (unsafeBitCast(x, to: Words.self) &>> Words(repeating: 1))
  let guess = unsafeBitCast(bits, to: Vector.self)
  let negative = x * Vector(repeating: -1)
  let error = fused(negative * guess, guess, Vector(repeating: 1))
  let better = guess * fused(error, fused(0.375, error, Vector(repeating: 0.5)), Vector(repeating: 1))
  let root = negative * better
  let rest = fused(root, better, Vector(repeating: 1))
  return fused(root * Vector(repeating: 0.5), rest, root)
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
