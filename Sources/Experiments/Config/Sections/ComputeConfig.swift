public import Net

/// The section `compute`: what computes the run.
public struct ComputeConfig: Sendable, Hashable, Codable {
  /// The engine; nil (`auto` in the file) for the fastest one that runs on this machine.
  public var engine: EngineName?
  /// Threads that compute; 0 for one a core.
  public var threads = 0

  /// The defaults unless more is said.
  public init(engine: EngineName? = nil, threads: Int = 0) {
    self.engine = engine
    self.threads = threads
  }
}

extension ComputeConfig: ConfigSection {
  static let fields: [ConfigField<ComputeConfig>] = [
    ConfigField("engine", \.engine, ConfigRule<EngineName>.choice().orNull("auto")),
    ConfigField("threads", \.threads, .integer(0...1024)),
  ]
}
