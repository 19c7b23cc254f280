/// The part of the data that a clip belongs to.
public enum Split: String, Sendable, Hashable, Codable, CaseIterable {
  /// What the network learns from.
  case train
  /// What decides which epoch is best; looked at after each.
  case validation
  /// What the final figures come from; looked at last.
  case test
}
