extension Scores {
  /// Label ranking average precision: the mean over rows and their true classes of the share of true classes among those that
  /// score as much or more (Schapire and Singer 2000).
  ///
  /// A row in which no class or every class is true counts 1, as in scikit-learn.
  ///
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public func labelRankingAveragePrecision(labels: LabelSets) throws(MetricsError) -> Double {
    try labels.requireMatch(self)
    var sum = 0.0
    for row in 0..<rowCount {
      let (present, scores) = (labels[row], self.row(row))
      guard !present.isEmpty, present.count < classCount else {
        sum += 1
        continue
      }
      let first = scores.startIndex
      let precision = present.reduce(0.0) { total, label in
        let score = scores[first + label]
        let hits = present.reduce(0) { $0 + (scores[first + $1] >= score ? 1 : 0) }
        let listed = scores.reduce(0) { $0 + ($1 >= score ? 1 : 0) }
        return total + Double(hits) / Double(listed)
      }
      sum += precision / Double(present.count)
    }
    return sum / Double(rowCount)
  }

  /// Refuses thresholds that are not one a class.
  func requireThresholds(_ thresholds: [Double]) throws(MetricsError) {
    guard thresholds.count == classCount else {
      throw MetricsError(
        .shapeMismatch, found: "\(thresholds.count) thresholds", expected: "\(classCount), one a class")
    }
  }
}
