/// The run that another one was made from.
public struct RunParent: Sendable, Hashable, Codable {
  /// How it was made.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The same config, data and seed again.
    case rerun
    /// Its config with changes.
    case fork
  }

  /// The run.
  public var run: RunID
  /// How it was made.
  public var kind: Kind

  /// A run and how another was made from it.
  public init(run: RunID, kind: Kind) {
    self.run = run
    self.kind = kind
  }
}
