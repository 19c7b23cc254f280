/// A threshold for every class, below which it is not said to be heard.
public struct ClassThresholds: Sendable, Hashable, Codable {
  /// What a threshold shall achieve.
  public enum Goal: Sendable, Hashable, Codable {
    /// The largest F1; of equal ones the highest threshold.
    case bestF1
    /// The largest recall with at least this precision, 0…1.
    case precision(Double)
  }

  /// One a class; nil for a class without positives, or one that misses the goal at every threshold.
  public let classes: [ClassThreshold?]

  /// Chooses thresholds on held-out rows.
  ///
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`, `invalidParameter` for a precision outside 0…1.
  public init(_ goal: Goal, labels: LabelSets, scores: Scores) throws(MetricsError) {
    if case .precision(let precision) = goal, !(precision >= 0 && precision <= 1) {
      throw MetricsError(.invalidParameter, found: "a precision of \(precision)", expected: "0…1")
    }
    self.classes = try scores.rankings(labels: labels).map { ranking in
      let candidates = ranking.points.map { ClassThreshold($0, positiveCount: ranking.positiveCount) }
      switch goal {
      case .bestF1:
        return candidates.max { $0.f1 == $1.f1 ? $0.threshold < $1.threshold : $0.f1 < $1.f1 }
      case .precision(let precision):
        return candidates.last { $0.precision >= precision }
      }
    }
  }

  /// The best class of every row among those that reach their thresholds; nil where none does: no bird.
  ///
  /// A class without a threshold is never said. Of equal scores the first class wins.
  ///
  /// - Throws: `MetricsError.shapeMismatch` where the scores are of other classes.
  public func predictions(for scores: Scores) throws(MetricsError) -> [Int?] {
    guard scores.classCount == classes.count else {
      throw MetricsError(
        .shapeMismatch, found: "scores of \(scores.classCount) classes",
        expected: "\(classes.count), as the thresholds have")
    }
    return (0..<scores.rowCount).map { row in
      var best: (index: Int, score: Double)?
      for (index, score) in scores.row(row).enumerated() {
        guard let threshold = classes[index]?.threshold, score >= threshold else { continue }
        if best.map({ score > $0.score }) ?? true { best = (index, score) }
      }
      return best?.index
    }
  }
}
