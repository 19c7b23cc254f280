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
  /// How training examples are varied.
  public var augment = AugmentConfig()
  /// How the examples of a clip are judged together.
  public var eval = EvalConfig()
  /// Which epochs' snapshots stay on disk.
  public var snapshots = SnapshotConfig()
  /// What is kept on disk of frozen layers.
  public var cache = CacheConfig()
  /// Whether events files for TensorBoard are written into the run's folder.
  public var tensorBoard = true
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
    let mapped = stem.prefix(64).map { isNameCharacter($0) ? $0 : "-" }
    let name = String(mapped.drop { !isNameStart($0) })
    return isValidName(name) ? name : "run"
  }

  /// Whether a text can be a run's name, see ``name``.
  public static func isValidName(_ text: String) -> Bool {
    guard let first = text.first, text.unicodeScalars.count <= 64, text != "last" else { return false }
    return isNameStart(first) && text.allSatisfy(isNameCharacter)
  }

  private static func isNameStart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }

  private static func isNameCharacter(_ character: Character) -> Bool {
    isNameStart(character) || character == "." || character == "_" || character == "-"
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
    .section("augment", \.augment),
    .section("eval", \.eval),
    .section("snapshots", \.snapshots),
    .section("cache", \.cache),
    ConfigField("tensorboard", \.tensorBoard, .boolean),
    .section("compute", \.compute),
  ]
}
