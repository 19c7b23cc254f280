/// Seconds that an attempt spent in a phase outside the epochs, such as `features`.
public struct RunTiming: Sendable, Hashable, Codable {
  /// The attempt.
  public var attempt: Int
  /// The phase.
  public var phase: String
  /// The seconds, those of repetitions together.
  public var seconds: Double

  /// A timing from its parts.
  public init(attempt: Int, phase: String, seconds: Double) {
    self.attempt = attempt
    self.phase = phase
    self.seconds = seconds
  }
}
