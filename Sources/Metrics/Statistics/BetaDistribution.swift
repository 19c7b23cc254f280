#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The beta distribution, through which exact binomial probabilities are computed.
enum BetaDistribution {
  /// The probability of a value of at most `x`: the regularised incomplete beta function Iₓ(a, b), for positive a and b.
  ///
  /// The continued fraction of DLMF 8.17.22, evaluated by Lentz's method on the side where it converges quickly.
  static func cumulative(_ x: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && b > 0, "a beta distribution with a = \(a), b = \(b)")
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let logFactor = lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * log(x) + b * log1p(-x)
    return x < (a + 1) / (a + b + 2)
      ? exp(logFactor) * continuedFraction(x, a: a, b: b) / a
      : 1 - exp(logFactor) * continuedFraction(1 - x, a: b, b: a) / b
  }

  /// The value that is not exceeded with probability `p`, by bisection to the last bit.
  static func quantile(_ p: Double, a: Double, b: Double) -> Double {
    precondition(p >= 0 && p <= 1, "probability \(p) outside 0…1")
    var low = 0.0
    var high = 1.0
    // Bisecting finds the first fifty bits below 1, and as many again for values that lie near 0.
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low && middle < high else { break }
      if cumulative(middle, a: a, b: b) < p { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  private static func continuedFraction(_ x: Double, a: Double, b: Double) -> Double {
    let least = 1e-300
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1), least)
    var result = d
    // About √max(a, b) terms are needed; the bound is far beyond that.
    let limit = 1000 + 20 * Int(max(a, b).squareRoot())
    for m in 1...limit {
      let step = Double(m)
      let even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
      d = 1 / nonZero(1 + even * d, least)
      c = nonZero(1 + even / c, least)
      result *= d * c
      let odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
      d = 1 / nonZero(1 + odd * d, least)
      c = nonZero(1 + odd / c, least)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  private static func nonZero(_ value: Double, _ least: Double) -> Double {
    abs(value) < least ? least : value
  }

  /// ln Γ(x) for positive x.
  private static func lnGamma(_ x: Double) -> Double {
    let result: (Double, Int) = lgamma(x)
    return result.0
  }
}
