/// The factors of one Adam step, ready for the inner loop.
public struct AdamFactors: Sendable {
  /// What the gradient is multiplied by first: 1 unless its norm is limited.
  public var gradientScale: Float
  /// β₁.
  public var beta1: Float
  /// β₂.
  public var beta2: Float
  /// Learning rate with the layer's scale and both bias corrections: s·lr·√(1−β₂ᵗ)/(1−β₁ᵗ).
  public var rate: Float
  /// ε.
  public var epsilon: Float
  /// What the value is multiplied by first: 1 − s·lr·λ.
  public var keep: Float

  /// Factors from their parts.
  public init(
    gradientScale: Float, beta1: Float, beta2: Float, rate: Float, epsilon: Float, keep: Float
  ) {
    self.gradientScale = gradientScale
    self.beta1 = beta1
    self.beta2 = beta2
    self.rate = rate
    self.epsilon = epsilon
    self.keep = keep
  }
}

/// One Adam step on `count` values: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← keep·w − rate·m/(√v + ε).
public func adamStep(
  values: UnsafeMutablePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
  secondMoment: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, count: Int,
  _ factors: AdamFactors
) {
  let lanes = 16
  let newFirst = 1 - factors.beta1
  let newSecond = 1 - factors.beta2
  var index = 0
  while index + lanes <= count {
    let slope = load16(gradient + index) * factors.gradientScale
    let first = load16(firstMoment + index) * factors.beta1 + slope * newFirst
    let second = load16(secondMoment + index) * factors.beta2 + slope * slope * newSecond
    let change = first * factors.rate / (second.squareRoot() + factors.epsilon)
    store16(first, to: firstMoment + index)
    store16(second, to: secondMoment + index)
    store16(load16(values + index) * factors.keep - change, to: values + index)
    index += lanes
  }
  while index < count {
    let slope = gradient[index] * factors.gradientScale
    let first = firstMoment[index] * factors.beta1 + slope * newFirst
    let second = secondMoment[index] * factors.beta2 + slope * slope * newSecond
    firstMoment[index] = first
    secondMoment[index] = second
    values[index] =
      values[index] * factors.keep - first * factors.rate / (second.squareRoot() + factors.epsilon)
    index += 1
  }
}

/// The sum of the squares of `count` values, in double precision.
public func sumOfSquares(_ values: UnsafePointer<Float>, count: Int) -> Double {
  var sums = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    let part = SIMD8<Double>(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
    sums += part * part
    index += 8
  }
  var sum = sums.sum()
  while index < count {
    sum += Double(values[index]) * Double(values[index])
    index += 1
  }
  return sum
}

/// Adds up matrices of one shape, first to last, elementwise.
///
/// - Parameters:
///   - parts: `partCount` runs of values, `stride` apart.
///   - count: how many values of each.
///   - total: `count` values; overwritten.
public func addParts(
  _ parts: UnsafePointer<Float>, partCount: Int, stride: Int, count: Int,
  into total: UnsafeMutablePointer<Float>
) {
  let lanes = 16
  var index = 0
  while index + lanes <= count {
    var sum = load16(parts + index)
    for part in 1..<max(partCount, 1) { sum += load16(parts + (part * stride + index)) }
    store16(sum, to: total + index)
    index += lanes
  }
  while index < count {
    var sum = parts[index]
    for part in 1..<max(partCount, 1) { sum += parts[part * stride + index] }
    total[index] = sum
    index += 1
  }
}
