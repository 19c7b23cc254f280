extension Scores {
  /// The rank of the true class in every row: 0 where it is the best.
  ///
  /// - Parameters:
  ///   - labels: one class index a row.
  ///   - ties: which of equal scores ranks first.
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch` or `labelOutOfRange`.
  public func ranks(
    ofLabels labels: [Int], ties: TieOrder = .firstClass
  ) throws(MetricsError) -> [Int] {
    try LabelSets(labels: labels, classCount: classCount).requireMatch(self)
    let span = values.span
    return labels.enumerated().map { row, label in
      let start = row * classCount
      let own = span[start + label]
      var above = 0
      var tiedBefore = 0
      var tiedAfter = 0
      for index in 0..<classCount {
        let score = span[start + index]
        if score > own {
          above += 1
        } else if score == own && index != label {
          if index < label { tiedBefore += 1 } else { tiedAfter += 1 }
        }
      }
      return above + (ties == .firstClass ? tiedBefore : tiedAfter)
    }
  }

  /// The share of rows whose true class is among the `k` best.
  ///
  /// - Parameters:
  ///   - k: how many classes are listed; 1 gives the accuracy of `predictions()`.
  ///   - labels: one class index a row.
  ///   - ties: which of equal scores ranks first.
  /// - Throws: `MetricsError`: as `ranks(ofLabels:ties:)`, and `invalidParameter` for k below 1.
  public func topKAccuracy(
    _ k: Int, labels: [Int], ties: TieOrder = .firstClass
  ) throws(MetricsError) -> TopKAccuracy {
    guard k >= 1 else {
      throw MetricsError(.invalidParameter, found: "top-\(k) accuracy", expected: "k of 1 or more")
    }
    let ranks = try ranks(ofLabels: labels, ties: ties)
    return TopKAccuracy(k: k, accuracy: Double(ranks.count { $0 < k }) / Double(ranks.count))
  }
}
