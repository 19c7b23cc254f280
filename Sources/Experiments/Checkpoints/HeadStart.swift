/// Where the layers behind the embedding start from.
public enum HeadStart: String, Sendable, Hashable, Codable, CaseIterable {
  /// From the checkpoint if it has a head for the same classes, otherwise at random.
  case auto
  /// From the checkpoint, which must have a head for the same classes.
  case keep
  /// At random, from the run's seed.
  case new
}
