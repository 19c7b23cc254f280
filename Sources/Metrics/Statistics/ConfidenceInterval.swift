/// A figure with the interval that its sampling error leaves open.
public struct ConfidenceInterval: Sendable, Hashable, Codable {
  /// Where an interval comes from.
  public enum Method: String, Sendable, Hashable, Codable {
    /// Quantiles of the bootstrap distribution.
    case percentile
    /// Quantiles of the bootstrap distribution, bias-corrected and accelerated (Efron 1987).
    case biasCorrectedAccelerated = "bca"
    /// Clopper and Pearson's exact binomial interval (1934).
    case clopperPearson = "clopper_pearson"
    /// Wilson's score interval (1927).
    case wilson
  }

  /// The figure itself.
  public let estimate: Double
  /// The interval's lower end.
  public let lower: Double
  /// The interval's upper end.
  public let upper: Double
  /// How often such intervals cover the true value, 0…1.
  public let level: Double
  /// Where the interval comes from.
  public let method: Method

  /// An interval with its parts.
  public init(estimate: Double, lower: Double, upper: Double, level: Double, method: Method) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }

  /// Whether a value lies within, ends included.
  public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

  /// Refuses a level that is no share strictly between 0 and 1.
  static func requireLevel(_ level: Double) throws(MetricsError) {
    guard level > 0 && level < 1 else {
      throw MetricsError(
        .invalidParameter, found: "a confidence level of \(level)", expected: "between 0 and 1, such as 0.95")
    }
  }
}
