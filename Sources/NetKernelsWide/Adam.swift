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
  let root = newSecond.squareRoot() + Vector(repeating: factors.epsilon)
  store(newFirst, m)
  store(newSecond, v)
  store(fused(-factors.rate, newFirst / root, load(w) * Vector(repeating: factors.keep)), w)
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
