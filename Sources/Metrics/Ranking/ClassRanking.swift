/// How one class's column orders the rows: everything that its ROC and precision–recall figures need.
///
/// Only the scores of positives matter as thresholds, so the ranking is as long as the class has distinct ones.
public struct ClassRanking: Sendable, Hashable, Codable {
  /// The class, as index.
  public let classIndex: Int
  /// Rows of the class.
  public let positiveCount: Int
  /// Rows not of the class.
  public let negativeCount: Int
  /// One point for each distinct score of a positive, highest threshold first; recall grows along them.
  public let points: [OperatingPoint]

  init(classIndex: Int, positiveCount: Int, negativeCount: Int, points: [OperatingPoint]) {
    self.classIndex = classIndex
    self.positiveCount = positiveCount
    self.negativeCount = negativeCount
    self.points = points
  }

  /// The area under the ROC curve: how often a positive scores above a negative, ties counting half.
  ///
  /// The Mann–Whitney statistic, computed in integers and divided once. Nil without positives or without negatives.
  public var auroc: Double? {
    guard positiveCount > 0 && negativeCount > 0 else { return nil }
    var doubled = 0
    var before = 0
    for point in points {
      let below = negativeCount - point.falsePositives
      doubled += (point.truePositives - before) * (2 * below + point.tiedNegatives)
      before = point.truePositives
    }
    return Double(doubled) / (2 * Double(positiveCount) * Double(negativeCount))
  }

  /// Average precision: `Σ (Rᵢ − Rᵢ₋₁) Pᵢ` over the distinct scores, without interpolation.
  ///
  /// Equal scores are one threshold, as in scikit-learn. 1 where every row is a positive; nil without positives.
  public var averagePrecision: Double? {
    guard positiveCount > 0 else { return nil }
    var sum = 0.0
    var before = 0
    for point in points {
      sum += Double(point.truePositives - before) * point.precision
      before = point.truePositives
    }
    return sum / Double(positiveCount)
  }

  /// The separation of two normal distributions of equal variance that have this AUROC: `√2 Φ⁻¹(AUROC)`.
  ///
  /// Nil where AUROC is, and where it is 0 or 1 and d′ infinite.
  public var sensitivityIndex: Double? { auroc.flatMap(Self.sensitivityIndex(auroc:)) }

  /// d′ of an AUROC: `√2 Φ⁻¹(AUROC)` (Hershey et al. 2017); nil at 0 and 1, where it is infinite.
  public static func sensitivityIndex(auroc: Double) -> Double? {
    precondition(auroc >= 0 && auroc <= 1, "AUROC \(auroc) outside 0…1")
    guard auroc > 0 && auroc < 1 else { return nil }
    return 2.0.squareRoot() * NormalDistribution.quantile(auroc)
  }
}
