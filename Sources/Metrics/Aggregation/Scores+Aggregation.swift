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
    var result = [Double](repeating: 0, count: groups.count * classCount)
    for group in 0..<groups.count {
      combine(groups.rows(of: group), aggregation, into: &result, at: group * classCount)
    }
    return Scores(
      checked: result, classCount: classCount, classNames: classNames,
      isProbability: result.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  /// Writes one group's row into zeros.
  private func combine(
    _ rows: ArraySlice<Int>, _ aggregation: Aggregation, into result: inout [Double], at start: Int
  ) {
    if case .topMean(let count) = aggregation {
      for index in 0..<classCount {
        let largest = rows.map { self[$0, index] }.sorted(by: >).prefix(count)
        result[start + index] = largest.reduce(0, +) / Double(largest.count)
      }
      return
    }
    for (position, row) in rows.enumerated() {
      for (index, score) in self.row(row).enumerated() {
        let target = start + index
        switch aggregation {
        case .sumOfSquares: result[target] += score * score
        case .mean: result[target] += score
        case .maximum: result[target] = position == 0 ? score : max(result[target], score)
        // Keeps small probabilities to full precision, which 1 − Π (1 − p) would not.
        case .noisyOr: result[target] += score * (1 - result[target])
        case .logOddsMean: result[target] += LogOdds.clamped(of: score)
        case .topMean: break
        }
      }
    }
    guard aggregation == .mean || aggregation == .logOddsMean else { return }
    for target in start..<(start + classCount) {
      let mean = result[target] / Double(rows.count)
      result[target] = aggregation == .logOddsMean ? LogOdds.probability(of: mean) : mean
    }
  }
}
