/// What a class's detector does when it says yes from some score on.
public struct OperatingPoint: Sendable, Hashable, Codable {
  /// The least score that counts as yes; a score that some positive has.
  public let threshold: Double
  /// Positives with that score or more.
  public let truePositives: Int
  /// Negatives with that score or more.
  public let falsePositives: Int
  /// Negatives with exactly that score, contained in `falsePositives`.
  public let tiedNegatives: Int

  /// A point from its threshold and counts.
  public init(threshold: Double, truePositives: Int, falsePositives: Int, tiedNegatives: Int) {
    self.threshold = threshold
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.tiedNegatives = tiedNegatives
  }

  /// `TP / (TP + FP)`; there is at least one true positive.
  public var precision: Double { Double(truePositives) / Double(truePositives + falsePositives) }
}
