/// A confusion that occurs more or less often in another evaluation of the same rows.
public struct ConfusionChange: Sendable, Hashable, Codable {
  /// The true class.
  public let label: Int
  /// The class it was taken for; never the true one.
  public let prediction: Int
  /// How often before.
  public let before: Int
  /// How often after.
  public let after: Int
}
