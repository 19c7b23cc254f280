/// A class in the ranking of one row.
public struct RankedClass: Sendable, Hashable, Codable {
  /// The class, as column of its table.
  public let classIndex: Int
  /// Its score as the table has it.
  public let score: Double
  /// Its part of the summed score of the classes listed with it, 0…1; nil where that sum makes no shares.
  public let share: Double?
}
