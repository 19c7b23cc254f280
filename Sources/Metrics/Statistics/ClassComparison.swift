/// How the rows of one class fared with two models.
public struct ClassComparison: Sendable, Hashable, Codable {
  /// The class, as index.
  public let classIndex: Int
  /// Its rows.
  public let support: Int
  /// The first model's recall, 0…1.
  public let recallBefore: Double
  /// The second model's recall, 0…1.
  public let recallAfter: Double
  /// The test on the class's rows alone.
  public let test: McNemarTest
  /// Its p-value after Holm's correction for the number of classes compared.
  public let adjustedPValue: Double
}
