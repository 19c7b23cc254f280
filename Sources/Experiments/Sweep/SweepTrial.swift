/// One setting of a sweep: what its run differs in from the config.
public struct SweepTrial: Sendable, Hashable {
  /// Its number, from 1 on.
  public var number: Int
  /// The values tried, by key, as YAML on one line.
  public var values: [ConfigEntry]
  /// The run's name.
  public var name: String

  /// Overrides that make the config that of the trial.
  public var overrides: [String] { ["name=\(name)"] + values.map { "\($0.key)=\($0.value)" } }
}
