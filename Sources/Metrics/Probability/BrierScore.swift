extension Scores {
  /// The Brier score (1950): the mean over rows of `Σ (p − y)²` over classes, y being 1 for true classes, else 0.
  ///
  /// 0…classes; 0…2 where rows sum to 1. The scores are taken as they are. Divided by the number of classes it is the
  /// mean of the one-against-rest Brier scores.
  ///
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch` or `notProbability`.
  public func brierScore(labels: LabelSets) throws(MetricsError) -> Double {
    try requireProbabilities(for: "the Brier score")
    try labels.requireMatch(self)
    let span = values.span
    var sum = 0.0
    for row in 0..<rowCount {
      let start = row * classCount
      var rowSum = 0.0
      for index in start..<(start + classCount) { rowSum += span[index] * span[index] }
      for label in labels[row] { rowSum += 1 - 2 * span[start + label] }
      sum += rowSum
    }
    return sum / Double(rowCount)
  }
}
