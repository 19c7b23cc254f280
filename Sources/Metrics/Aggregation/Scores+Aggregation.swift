extension Scores {
  /// One row for every group: a clip from its examples, or a recording from its clips.
  ///
  /// Sums run in double precision over the rows of a group in ascending order.
  ///
  /// - Parameters:
  ///   - groups: which rows belong together.
  ///   - aggregation: how they become one.
  /// - Returns: a table `[groups, classes]` in the order of the groups. `sumOfSquares` may exceed 1.
  /// - Throws: `MetricsError`: `shapeMismatch` where the groups are of another table, `notProbability` where the
  ///   aggregation needs probabilities, `invalidParameter` for the mean of fewer than one score.
  public func aggregated(by groups: Groups, _ aggregation: Aggregation) throws(MetricsError) -> Scores {
    try groups.requireRows(rowCount, of: "rows of scores")
    if aggregation.needsProbabilities { try requireProbabilities(for: aggregation.name) }
    if case .topMean(let count) = aggregation, count < 1 {
      throw MetricsError(
        .invalidParameter, found: "the mean of the \(count) largest scores", expected: "at least one")
    }
    var result: [Double] = []
    result.reserveCapacity(groups.count * classCount)
    for group in 0..<groups.count {
      var running = RunningAggregation(aggregation, classCount: classCount)
      for row in groups.rows(of: group) { running.add(self.row(row)) }
      result.append(contentsOf: running.row)
    }
    return Scores(
      checked: result, classCount: classCount, classNames: classNames,
      isProbability: result.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}
