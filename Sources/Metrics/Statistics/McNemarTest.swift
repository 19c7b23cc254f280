/// McNemar's exact test: whether two models that judged the same rows err equally often (McNemar 1947).
///
/// Only the rows on which they differ say anything: under the hypothesis each falls to either side with probability ½.
/// Rows must be independent, so of several clips of a recording test the recording.
public struct McNemarTest: Sendable, Hashable, Codable {
  /// Rows that only the first model got right.
  public let onlyFirstCorrect: Int
  /// Rows that only the second model got right.
  public let onlySecondCorrect: Int
  /// How often chance alone gives a split at least as uneven: the exact two-sided binomial p-value, 0…1.
  public let pValue: Double

  /// The test from its two counts, each 0 or more.
  public init(onlyFirstCorrect: Int, onlySecondCorrect: Int) {
    precondition(
      onlyFirstCorrect >= 0 && onlySecondCorrect >= 0,
      "\(onlyFirstCorrect) and \(onlySecondCorrect) rows on which the models differ")
    self.onlyFirstCorrect = onlyFirstCorrect
    self.onlySecondCorrect = onlySecondCorrect
    let fewer = min(onlyFirstCorrect, onlySecondCorrect)
    let more = max(onlyFirstCorrect, onlySecondCorrect)
    // P(X ≤ fewer) of a binomial with p = ½ is I½(more, fewer + 1).
    self.pValue =
      fewer == more
      ? 1 : min(1, 2 * BetaDistribution.cumulative(0.5, a: Double(more), b: Double(fewer + 1)))
  }

  /// The test from what each model got right, row by row.
  ///
  /// - Throws: `MetricsError.shapeMismatch` where the lengths differ.
  public init(firstCorrect: [Bool], secondCorrect: [Bool]) throws(MetricsError) {
    guard firstCorrect.count == secondCorrect.count else {
      throw MetricsError(
        .shapeMismatch, found: "\(secondCorrect.count) rows of the second model",
        expected: "\(firstCorrect.count), the same rows as of the first")
    }
    let pairs = zip(firstCorrect, secondCorrect)
    self.init(
      onlyFirstCorrect: pairs.count { $0 && !$1 }, onlySecondCorrect: pairs.count { !$0 && $1 })
  }
}
