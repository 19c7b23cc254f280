/// What is confused where rows have any number of classes.
///
/// A matrix of true against predicted classes has no meaning there: a row counts in several cells, and which of its predicted
/// classes stands for which true one nobody knows. Instead each class has a two by two table, and pairs of classes are
/// counted in two ways that can be known.
public struct MultiLabelConfusion: Sendable, Hashable, Codable {
  /// A class against its absence.
  public struct ClassTable: Sendable, Hashable, Codable {
    /// Rows that have the class and in which it is predicted.
    public var truePositives = 0
    /// Rows without the class in which it is predicted.
    public var falsePositives = 0
    /// Rows that have the class and in which it is not predicted.
    public var falseNegatives = 0
    /// Rows without the class in which it is not predicted.
    public var trueNegatives = 0
  }

  /// A pair of classes with the rows that it was counted in.
  public struct Pair: Sendable, Hashable, Codable {
    /// The class that was missed.
    public var missed: Int
    /// The class that was predicted and is not there.
    public var invented: Int
    /// Rows.
    public var count: Int
  }

  /// The tables of all classes.
  public let classes: [ClassTable]
  /// `[classes, classes]`, row-major: rows that have both classes; on the diagonal those that have one.
  public let together: [Int]
  /// `[missed, invented]`, row-major: rows in which one class was missed and another one predicted that is not there.
  public let mistaken: [Int]

  /// Counts a table.
  ///
  /// - Parameters:
  ///   - labels: the true classes of every row.
  ///   - scores: one row for each.
  ///   - thresholds: for each class the least score that counts as a prediction.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public init(labels: LabelSets, scores: Scores, thresholds: [Double]) throws(MetricsError) {
    try labels.requireMatch(scores)
    try scores.requireThresholds(thresholds)
    let count = scores.classCount
    var classes = [ClassTable](repeating: ClassTable(), count: count)
    var together = [Int](repeating: 0, count: count * count)
    var mistaken = together
    for row in 0..<scores.rowCount {
      let present = Set(labels[row])
      var (missed, invented): ([Int], [Int]) = ([], [])
      for (index, score) in scores.row(row).enumerated() {
        switch (present.contains(index), score >= thresholds[index]) {
        case (true, true): classes[index].truePositives += 1
        case (false, true):
          classes[index].falsePositives += 1
          invented.append(index)
        case (true, false):
          classes[index].falseNegatives += 1
          missed.append(index)
        case (false, false): classes[index].trueNegatives += 1
        }
      }
      for first in present { for second in present { together[first * count + second] += 1 } }
      for first in missed { for second in invented { mistaken[first * count + second] += 1 } }
    }
    (self.classes, self.together, self.mistaken) = (classes, together, mistaken)
  }

  /// The pairs that were counted as mistaken most often, the most frequent first.
  public func mostMistaken(limit: Int) -> [Pair] {
    let count = classes.count
    return mistaken.indices.filter { mistaken[$0] > 0 }
      .map { Pair(missed: $0 / count, invented: $0 % count, count: mistaken[$0]) }
      .sorted {
        $0.count == $1.count ? ($0.missed, $0.invented) < ($1.missed, $1.invented) : $0.count > $1.count
      }
      .prefix(limit).map { $0 }
  }
}
