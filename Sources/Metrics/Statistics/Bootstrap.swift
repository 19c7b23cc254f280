/// Intervals by drawing groups of rows anew, with replacement (Efron and Tibshirani 1993).
///
/// The group — the recording, where clips are slices of one — is what is independent, so groups are drawn and never
/// single rows. A statistic receives how often each group was drawn. The same generator state gives the same interval.
public struct Bootstrap: Sendable, Hashable, Codable {
  /// How many resamples are drawn.
  public let replicates: Int
  /// How often intervals shall cover the true value, 0…1.
  public let level: Double
  /// Which interval is wanted: `percentile` or `biasCorrectedAccelerated`.
  public let method: ConfidenceInterval.Method

  /// How to draw.
  ///
  /// - Throws: `MetricsError.invalidParameter` for fewer than 2 replicates, a level outside 0…1, or a method that is not
  ///   a bootstrap.
  public init(
    replicates: Int = 2000, level: Double = 0.95,
    method: ConfidenceInterval.Method = .biasCorrectedAccelerated
  ) throws(MetricsError) {
    try ConfidenceInterval.requireLevel(level)
    guard replicates >= 2 else {
      throw MetricsError(.invalidParameter, found: "\(replicates) replicates", expected: "at least 2")
    }
    guard method == .percentile || method == .biasCorrectedAccelerated else {
      throw MetricsError(
        .invalidParameter, found: "a bootstrap by \(method.rawValue)", expected: "percentile or bca")
    }
    self.replicates = replicates
    self.level = level
    self.method = method
  }

  /// The interval of a statistic of groups.
  ///
  /// Cost: one call of `statistic` a replicate, and one a group for the acceleration of BCa.
  ///
  /// - Parameters:
  ///   - groupCount: how many groups there are.
  ///   - generator: the source of randomness, advanced by the draws.
  ///   - statistic: the figure of a sample in which each group occurs as often as listed; nil where such a sample does
  ///     not determine it. Undefined replicates are left out.
  /// - Returns: the interval; its `method` is `percentile` where all replicates lie on one side of the estimate and BCa
  ///   has no value.
  /// - Throws: `MetricsError`: `empty` without groups, `undefined` where the statistic of the sample itself or of all
  ///   replicates is, and what `statistic` throws.
  public func interval(
    groupCount: Int, using generator: inout some RandomNumberGenerator,
    statistic: ([Int]) throws(MetricsError) -> Double?
  ) throws(MetricsError) -> ConfidenceInterval {
    guard groupCount > 0 else {
      throw MetricsError(.empty, found: "\(groupCount) groups", expected: "at least one")
    }
    var multiplicities = [Int](repeating: 1, count: groupCount)
    guard let estimate = try statistic(multiplicities), estimate.isFinite else {
      throw MetricsError(
        .undefined, found: "a statistic that the sample does not determine", expected: "a finite value")
    }
    var distribution: [Double] = []
    for _ in 0..<replicates {
      for group in 0..<groupCount { multiplicities[group] = 0 }
      for _ in 0..<groupCount { multiplicities[Int.random(in: 0..<groupCount, using: &generator)] += 1 }
      if let value = try statistic(multiplicities), value.isFinite { distribution.append(value) }
    }
    guard !distribution.isEmpty else {
      throw MetricsError(
        .undefined, found: "a statistic that none of \(replicates) resamples determines",
        expected: "a finite value in most of them", remedy: "Evaluate on more recordings.")
    }
    var leftOut: [Double] = []
    if method == .biasCorrectedAccelerated && groupCount > 1 {
      for group in 0..<groupCount {
        multiplicities = [Int](repeating: 1, count: groupCount)
        multiplicities[group] = 0
        if let value = try statistic(multiplicities), value.isFinite { leftOut.append(value) }
      }
    }
    return interval(estimate: estimate, distribution: distribution, leaveOneOut: leftOut)
  }

  /// The interval of a quotient of sums over groups, such as an accuracy: right rows over rows.
  ///
  /// - Parameters:
  ///   - numerators: one a group, such as its rows that are right.
  ///   - denominators: one a group, such as its rows.
  ///   - generator: the source of randomness, advanced by the draws.
  /// - Throws: `MetricsError`: as `interval(groupCount:using:statistic:)`, and `shapeMismatch`.
  public func interval(
    ofRatio numerators: [Double], to denominators: [Double], using generator: inout some RandomNumberGenerator
  ) throws(MetricsError) -> ConfidenceInterval {
    guard numerators.count == denominators.count else {
      throw MetricsError(
        .shapeMismatch, found: "\(denominators.count) denominators",
        expected: "\(numerators.count), one a numerator")
    }
    return try interval(groupCount: numerators.count, using: &generator) { multiplicities in
      var numerator = 0.0
      var denominator = 0.0
      for (group, times) in multiplicities.enumerated() where times > 0 {
        numerator += Double(times) * numerators[group]
        denominator += Double(times) * denominators[group]
      }
      return denominator > 0 ? numerator / denominator : nil
    }
  }

  /// The interval of the difference `second − first` of a statistic of two models on the same groups.
  ///
  /// Both see the same resamples, so what makes some recordings hard for both cancels.
  ///
  /// - Parameters:
  ///   - groupCount: how many groups there are.
  ///   - generator: the source of randomness, advanced by the draws.
  ///   - first: the first model's figure of a sample; see `interval(groupCount:using:statistic:)`.
  ///   - second: the second model's.
  /// - Throws: `MetricsError`: as `interval(groupCount:using:statistic:)`.
  public func difference(
    groupCount: Int, using generator: inout some RandomNumberGenerator,
    first: ([Int]) throws(MetricsError) -> Double?,
    second: ([Int]) throws(MetricsError) -> Double?
  ) throws(MetricsError) -> ConfidenceInterval {
    try interval(groupCount: groupCount, using: &generator) { multiplicities throws(MetricsError) in
      guard let before = try first(multiplicities), let after = try second(multiplicities) else { return nil }
      return after - before
    }
  }
}
