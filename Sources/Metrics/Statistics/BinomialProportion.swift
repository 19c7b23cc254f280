/// A share of rows with its sampling error: `successes` of `trials` independent ones.
public struct BinomialProportion: Sendable, Hashable, Codable {
  /// Rows that succeeded.
  public let successes: Int
  /// All rows.
  public let trials: Int

  /// A share of rows.
  ///
  /// - Throws: `MetricsError`: `empty` without trials, `invalidParameter` for more successes than trials or fewer than 0.
  public init(successes: Int, trials: Int) throws(MetricsError) {
    guard trials > 0 else {
      throw MetricsError(.empty, found: "a share of \(trials) rows", expected: "at least one")
    }
    guard successes >= 0 && successes <= trials else {
      throw MetricsError(
        .invalidParameter, found: "\(successes) of \(trials) rows", expected: "between 0 and \(trials)")
    }
    self.successes = successes
    self.trials = trials
  }

  /// The share itself, 0…1.
  public var estimate: Double { Double(successes) / Double(trials) }

  /// Clopper and Pearson's exact interval: it covers the true share at least as often as its level says.
  ///
  /// - Throws: `MetricsError.invalidParameter` for a level outside 0…1.
  public func clopperPearson(level: Double = 0.95) throws(MetricsError) -> ConfidenceInterval {
    try ConfidenceInterval.requireLevel(level)
    let tail = (1 - level) / 2
    let hits = Double(successes)
    let misses = Double(trials - successes)
    return ConfidenceInterval(
      estimate: estimate,
      lower: successes == 0 ? 0 : BetaDistribution.quantile(tail, a: hits, b: misses + 1),
      upper: successes == trials ? 1 : BetaDistribution.quantile(1 - tail, a: hits + 1, b: misses),
      level: level, method: .clopperPearson)
  }

  /// Wilson's score interval, without continuity correction: shorter, and right on average over true shares.
  ///
  /// - Throws: `MetricsError.invalidParameter` for a level outside 0…1.
  public func wilson(level: Double = 0.95) throws(MetricsError) -> ConfidenceInterval {
    try ConfidenceInterval.requireLevel(level)
    let z = NormalDistribution.quantile(0.5 + level / 2)
    let count = Double(trials)
    let denominator = 1 + z * z / count
    let centre = (estimate + z * z / (2 * count)) / denominator
    let spread = (estimate * (1 - estimate) / count + z * z / (4 * count * count)).squareRoot()
    let halfWidth = z * spread / denominator
    return ConfidenceInterval(
      estimate: estimate,
      lower: successes == 0 ? 0 : max(0, centre - halfWidth),
      upper: successes == trials ? 1 : min(1, centre + halfWidth),
      level: level, method: .wilson)
  }
}
