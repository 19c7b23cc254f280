/// The section `sweep` of a config: which settings are tried, and how.
public struct SweepConfig: Sendable, Hashable {
  /// How trials are chosen.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every combination of the listed values.
    case grid
    /// Values by chance (Bergstra and Bengio 2012).
    case random
    /// Many by chance for few epochs, the best of them for more, and so on (Jamieson and Talwalkar 2016).
    case halving
  }

  /// How trials are chosen.
  public var method = Method.grid
  /// How many trials `random` and `halving` begin with.
  public var trials = 20
  /// Decides their values; the runs' own seed is `seed` of the config.
  public var seed: UInt64 = 0
  /// The figure that ranks trials.
  public var figure = ValidationFigure.loss
  /// `halving`: one in so many goes on, for so many times the epochs.
  public var factor = 3
  /// `halving`: the epochs of the first round.
  public var firstEpochs = 1
  /// What is tried.
  public var parameters: [SweepParameter] = []

  /// The defaults.
  public init() {}
}

extension SweepConfig: ConfigSection {
  static let fields: [ConfigField<SweepConfig>] = [
    ConfigField("method", \.method, .choice()),
    ConfigField("trials", \.trials, .integer(1...100_000)),
    ConfigField("seed", \.seed, .integer(0...UInt64.max)),
    ConfigField("metric", \.figure, .choice()),
    ConfigField("factor", \.factor, .integer(2...100)),
    ConfigField("first_epochs", \.firstEpochs, .integer(1...100_000)),
    ConfigField("parameters", \.parameters, .sweepParameters, isRequired: true),
  ]
}

extension ConfigRule<[SweepParameter]> {
  /// `sweep.parameters`.
  static var sweepParameters: ConfigRule {
    mapping(
      "keys of a config with a list of values, {uniform: [a, b]}, {log: [a, b]} or {integer: [a, b]} each",
      key: .text("a key of a config"), value: .sweepValues,
      make: { SweepParameter(key: $0, values: $1) }, parts: { ($0.key, $0.values) })
  }
}
