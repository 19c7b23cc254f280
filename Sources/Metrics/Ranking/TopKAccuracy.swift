/// The share of rows whose true class is among the k best.
public struct TopKAccuracy: Sendable, Hashable, Codable {
  /// How many classes were listed.
  public let k: Int
  /// The share of rows, 0…1.
  public let accuracy: Double
}
