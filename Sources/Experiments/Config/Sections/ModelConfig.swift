/// The section `model`: the network and what it starts from.
public struct ModelConfig: Sendable, Hashable, Codable {
  /// Where the initial weights come from.
  public var checkpoint = CheckpointSource.none
  /// The layers that training leaves alone, as `Network.freezing` in `Net` takes them: `conv1`, `vggish`,
  /// `fc1/fc1_1`, …
  public var frozen: [String] = []
  /// Units of the hidden layer between embedding and logits.
  public var hiddenUnits = 100
  /// Filters of the first convolution, by which all others scale; 64 is VGGish.
  public var width = 64

  /// The defaults unless more is said.
  public init(
    checkpoint: CheckpointSource = .none, frozen: [String] = [], hiddenUnits: Int = 100, width: Int = 64
  ) {
    self.checkpoint = checkpoint
    self.frozen = frozen
    self.hiddenUnits = hiddenUnits
    self.width = width
  }
}

extension ModelConfig: ConfigSection {
  static let fields: [ConfigField<ModelConfig>] = [
    ConfigField("checkpoint", \.checkpoint, .checkpoint),
    ConfigField("frozen", \.frozen, .names("layer names")),
    ConfigField("hidden_units", \.hiddenUnits, .integer(1...65_536)),
    ConfigField("width", \.width, .integer(1...256)),
  ]
}
