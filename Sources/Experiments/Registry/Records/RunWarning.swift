public import Foundation

/// Something that a run's owner should know and that didn't stop it.
public struct RunWarning: Sendable, Hashable, Codable {
  /// The attempt that saw it.
  public var attempt: Int
  /// When.
  public var recordedAt: Date
  /// What.
  public var text: String

  /// A warning from its parts.
  public init(attempt: Int, recordedAt: Date, text: String) {
    self.attempt = attempt
    self.recordedAt = recordedAt
    self.text = text
  }

  private enum CodingKeys: String, CodingKey {
    case attempt
    case recordedAt = "recorded_at"
    case text
  }
}
