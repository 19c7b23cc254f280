public import Foundation

/// One start or resume of a run.
public struct Attempt: Sendable, Hashable, Codable {
  /// 1 for the start, then 2, 3, ….
  public var number: Int
  /// The process.
  public var process: ProcessIdentity
  /// What it computes with.
  public var environment: AttemptEnvironment
  /// When it began.
  public var startedAt: Date
  /// When it ended; nil while it runs, and for one that crashed.
  public var endedAt: Date?
  /// How it ended.
  public var status: RunStatus
  /// Why, in words; empty for the ordinary end.
  public var reason: String

  /// An attempt from its parts.
  public init(
    number: Int, process: ProcessIdentity, environment: AttemptEnvironment, startedAt: Date,
    endedAt: Date? = nil,
    status: RunStatus = .running, reason: String = ""
  ) {
    self.number = number
    self.process = process
    self.environment = environment
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.status = status
    self.reason = reason
  }

  private enum CodingKeys: String, CodingKey {
    case number
    case process
    case environment
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case status
    case reason
  }
}
