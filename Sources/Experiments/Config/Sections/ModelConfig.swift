/// The section `model`: the network and what it starts from.
public struct ModelConfig: Sendable, Hashable, Codable {
  /// The most hidden units that a config may ask for.
  static let mostHiddenUnits = 65_536
  /// The largest width that a config may ask for.
  static let largestWidth = 256

  /// Where the initial weights come from.
  public var checkpoint = CheckpointSource.none
  /// Whether the layers behind the embedding start from the checkpoint, too.
  public var head = HeadStart.auto
  /// The layers that training leaves alone, as `Network.freezing` in `Net` takes them: `conv1`, `vggish`,
  /// `fc1/fc1_1`, …
  public var frozen: [String] = []
  /// Which of those begin to learn later, by epoch.
  public var unfreeze: [Unfreezing] = []
  /// Layers with a learning rate of their own.
  public var learningRates: [LayerLearningRate] = []
  /// Units of the hidden layer between embedding and logits.
  public var hiddenUnits = 100
  /// Filters of the first convolution, by which all others scale; 64 is VGGish.
  public var width = 64

  /// The defaults unless more is said.
  public init(
    checkpoint: CheckpointSource = .none, head: HeadStart = .auto, frozen: [String] = [],
    hiddenUnits: Int = 100,
    width: Int = 64
  ) {
    self.checkpoint = checkpoint
    self.head = head
    self.frozen = frozen
    self.hiddenUnits = hiddenUnits
    self.width = width
  }
}

extension ModelConfig: ConfigSection {
  static let fields: [ConfigField<ModelConfig>] = [
    ConfigField("checkpoint", \.checkpoint, .checkpoint),
    ConfigField("head", \.head, .choice()),
    ConfigField("frozen", \.frozen, .names("layer names")),
    ConfigField("unfreeze", \.unfreeze, .unfreezing),
    ConfigField("learning_rates", \.learningRates, .learningRates),
    ConfigField("hidden_units", \.hiddenUnits, .integer(1...mostHiddenUnits)),
    ConfigField("width", \.width, .integer(1...largestWidth)),
  ]
}
