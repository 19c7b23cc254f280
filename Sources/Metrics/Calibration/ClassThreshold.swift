/// From which score on a class counts as heard, and what that gave on the rows it was chosen on.
public struct ClassThreshold: Sendable, Hashable, Codable {
  /// The least score that counts.
  public let threshold: Double
  /// Precision on the rows it was chosen on.
  public let precision: Double
  /// Recall on the rows it was chosen on.
  public let recall: Double
  /// F1 on the rows it was chosen on.
  public let f1: Double

  /// What an operating point of a ranking gives.
  init(_ point: OperatingPoint, positiveCount: Int) {
    let hits = Double(point.truePositives)
    self.threshold = point.threshold
    self.precision = point.precision
    self.recall = hits / Double(positiveCount)
    self.f1 = 2 * hits / Double(point.truePositives + point.falsePositives + positiveCount)
  }
}
