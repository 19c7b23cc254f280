/// One bin of a reliability diagram.
public struct ReliabilityBin: Sendable, Hashable, Codable {
  /// The bin's lower border: exclusive for equal width (but of the first), the least confidence for equal mass.
  public let lower: Double
  /// The bin's upper border, inclusive: for equal mass the largest confidence.
  public private(set) var upper: Double
  /// Rows in the bin.
  public private(set) var count = 0
  /// How many of them turned out as claimed.
  public private(set) var positiveCount = 0
  /// The sum of their confidences.
  public private(set) var confidenceSum = 0.0

  /// An empty bin.
  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The mean confidence; nil for an empty bin.
  public var meanConfidence: Double? { count > 0 ? confidenceSum / Double(count) : nil }

  /// The share that turned out as claimed; nil for an empty bin.
  public var observedFrequency: Double? { count > 0 ? Double(positiveCount) / Double(count) : nil }

  /// `|observed − confidence|`; nil for an empty bin.
  public var gap: Double? {
    count > 0 ? abs(Double(positiveCount) - confidenceSum) / Double(count) : nil
  }

  mutating func add(confidence: Double, outcome: Bool) {
    count += 1
    confidenceSum += confidence
    if outcome { positiveCount += 1 }
  }

  mutating func extend(to confidence: Double) { upper = confidence }
}
