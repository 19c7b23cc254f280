/// `train.early_stopping`: when a training that has stopped improving ends before its last epoch.
public struct EarlyStoppingConfig: Sendable, Hashable, Codable {
  /// The figure that must improve.
  public var figure = ValidationFigure.loss
  /// So many epochs in a row without improvement end the training.
  public var patience = 10
  /// By how much a better figure must be better.
  public var minimumDelta = 0.0
  /// Whether the best epoch's network is what such a training ends with; otherwise the last one's.
  public var restoresBest = true

  /// The defaults unless more is said.
  public init(
    figure: ValidationFigure = .loss, patience: Int = 10, minimumDelta: Double = 0, restoresBest: Bool = true
  ) {
    self.figure = figure
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.restoresBest = restoresBest
  }
}

extension EarlyStoppingConfig: ConfigSection {
  static let fields: [ConfigField<EarlyStoppingConfig>] = [
    ConfigField("metric", \.figure, .choice()),
    ConfigField("patience", \.patience, .integer(1...100_000)),
    ConfigField("min_delta", \.minimumDelta, .number(from: 0, through: 1e6)),
    ConfigField("restore_best", \.restoresBest, .boolean),
  ]
}
