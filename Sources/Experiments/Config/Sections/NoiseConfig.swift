/// `augment.noise`: recordings that are mixed into training examples.
public struct NoiseConfig: Sendable, Hashable, Codable {
  /// A folder of recordings; nil for the training clips of `data.background`.
  public var folder: String?
  /// The share of the examples that get noise.
  public var probability = 0.5
  /// The smallest ratio of the example's power to the noise's, in decibels.
  public var minimumSNR = 3.0
  /// The largest.
  public var maximumSNR = 30.0

  /// The defaults unless more is said.
  public init(
    folder: String? = nil, probability: Double = 0.5, minimumSNR: Double = 3, maximumSNR: Double = 30
  ) {
    self.folder = folder
    self.probability = probability
    self.minimumSNR = minimumSNR
    self.maximumSNR = maximumSNR
  }
}

extension NoiseConfig: ConfigSection {
  static let fields: [ConfigField<NoiseConfig>] = [
    ConfigField("folder", \.folder, ConfigRule<String>.text("the path of a folder").orNull("null")),
    ConfigField("probability", \.probability, .number(from: 0, through: 1)),
    ConfigField("min_snr", \.minimumSNR, .number(from: -40, through: 60)),
    ConfigField("max_snr", \.maximumSNR, .number(from: -40, through: 60)),
  ]
}
