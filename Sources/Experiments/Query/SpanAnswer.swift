/// What is heard in a recording or in a part of it.
public struct SpanAnswer: Sendable, Hashable, Codable {
  /// A class in the ranking.
  public struct Candidate: Sendable, Hashable, Codable {
    /// The class, as index in the run's classes.
    public var classIndex: Int
    /// What it is ranked by: the aggregated score, whose range depends on the rule.
    public var score: Double
    /// How sure: calibrated where the run is, 0…1.
    public var confidence: Double
  }

  /// Where it begins, in seconds from the recording's start.
  public var start: Double
  /// Where it ends.
  public var end: Double
  /// Its examples.
  public var exampleCount: Int
  /// Whether nothing in it is loud enough for the network to hear.
  public var isSilent: Bool
  /// The best classes, best first; none in silence.
  public var candidates: [Candidate]
  /// The class that is said; nil for none: no bird.
  public var answer: Int?
  /// The classes that reach their thresholds; without thresholds the answer alone.
  public var heard: [Candidate]
}
