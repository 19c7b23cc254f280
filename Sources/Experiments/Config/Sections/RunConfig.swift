internal import Foundation

/// Everything that decides what a run computes: one struct a section of the YAML file, see `docs/configuration.md`.
///
/// The defaults stand in the sections' properties and nowhere else. Read one with ``load(path:overrides:)``.
public struct RunConfig: Sendable, Hashable, Codable {
  /// The run's name: 1 to 64 letters, digits, `.`, `_` and `-`, the first a letter or digit, not `last`.
  public var name: String
  /// The seed of everything random in the run: split, initial weights, order of the examples.
  public var seed: UInt64 = 0
  /// The recordings and how they are split.
  public var data: DataConfig
  /// How recordings become examples.
  public var features = FeatureConfig()
  /// The network and what it starts from.
  public var model = ModelConfig()
  /// How long and with what settings it trains.
  public var train = TrainConfig()
  /// Which epochs' snapshots stay on disk.
  public var snapshots = SnapshotConfig()
  /// What computes it.
  public var compute = ComputeConfig()

  /// A config with the defaults for all that is not said.
  public init(name: String, data: DataConfig) {
    self.name = name
    self.data = data
  }

  /// The default name for a config file: its stem with every character that a name can't hold replaced by `-`, or
  /// `run` where nothing usable is left.
  public static func defaultName(forFile path: String) -> String {
    let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let mapped = stem.prefix(64).map { ConfigRule<String>.isNameCharacter($0) ? $0 : "-" }
    let name = String(mapped.drop { !ConfigRule<String>.isNameStart($0) })
    return ConfigRule<String>.isRunName(name) ? name : "run"
  }
}

extension RunConfig: ConfigSection {
  static let fields: [ConfigField<RunConfig>] = [
    ConfigField("name", \.name, .runName),
    ConfigField("seed", \.seed, .integer(0...UInt64.max)),
    .section("data", \.data),
    .section("features", \.features),
    .section("model", \.model),
    .section("train", \.train),
    .section("snapshots", \.snapshots),
    .section("compute", \.compute),
  ]
}
