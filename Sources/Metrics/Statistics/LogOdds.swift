#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Probabilities and their log-odds: logit and sigmoid.
public enum LogOdds {
  /// 2⁻²⁴: the nearest that a single-precision probability just below 1 can come to it.
  ///
  /// Probabilities are kept that far from 0 and 1 where the logarithm of a saturated sigmoid would be infinite.
  public static let leastProbability = 0x1p-24

  /// `ln(p / (1 − p))`; −∞ at 0 and ∞ at 1.
  public static func logOdds(of probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "probability \(probability) outside 0…1")
    return log(probability) - log1p(-probability)
  }

  /// `1 / (1 + e⁻ˣ)`.
  public static func probability(of logOdds: Double) -> Double {
    let tail = exp(-abs(logOdds))
    return logOdds >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
  }

  /// Log-odds of a probability kept `leastProbability` away from 0 and 1.
  static func clamped(of probability: Double) -> Double {
    logOdds(of: min(max(probability, leastProbability), 1 - leastProbability))
  }
}
