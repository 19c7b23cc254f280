/// A class that was taken for another.
public struct ConfusedPair: Sendable, Hashable, Codable {
  /// The true class.
  public let label: Int
  /// The class it was taken for.
  public let prediction: Int
  /// How often.
  public let count: Int
  /// That count as a share of the true class's rows, 0…1.
  public let share: Double
}
