public import Net

/// What an attempt computes with; a resume may differ from the start.
public struct AttemptEnvironment: Sendable, Hashable, Codable {
  /// The engine.
  public var engine: EngineName
  /// Threads that compute.
  public var threads: Int
  /// Facts in words: command line, versions, git commit, CPU model ….
  public var facts: [String: String]

  /// An environment from its parts.
  public init(engine: EngineName, threads: Int, facts: [String: String] = [:]) {
    self.engine = engine
    self.threads = threads
    self.facts = facts
  }
}
