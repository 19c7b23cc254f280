/// `train.schedule`: how the learning rate changes while the network trains.
public struct ScheduleConfig: Sendable, Hashable, Codable {
  /// The course of the learning rate behind the warm-up.
  public enum Shape: Sendable, Hashable, Codable {
    /// It stays.
    case constant
    /// Half a cosine from `train.learning_rate` down to `minimum`, step by step (Loshchilov and Hutter 2017).
    case cosine(minimum: Double)
    /// Multiplied by `factor` behind every so many epochs.
    case step(every: Int, factor: Double)
    /// Multiplied by `factor` behind each of these epochs.
    case milestones([Int], factor: Double)
    /// Multiplied by a factor when a figure of the validation split stops improving.
    case plateau(PlateauRule)
  }

  /// The course behind the warm-up.
  public var shape = Shape.constant
  /// Epochs, or parts of one, in which the learning rate rises linearly, step by step (Goyal et al. 2017).
  public var warmupEpochs = 0.0

  /// A constant learning rate unless more is said.
  public init(shape: Shape = .constant, warmupEpochs: Double = 0) {
    self.shape = shape
    self.warmupEpochs = warmupEpochs
  }

  /// Whether the learning rate is the same throughout.
  public var isConstant: Bool { shape == .constant && warmupEpochs == 0 }

  /// The figure that decides, where one does.
  var figure: ValidationFigure? {
    if case .plateau(let rule) = shape { rule.figure } else { nil }
  }
}

/// When and how far the learning rate falls on a plateau.
public struct PlateauRule: Sendable, Hashable, Codable {
  /// The figure that must improve.
  public var figure = ValidationFigure.loss
  /// What the learning rate is multiplied by.
  public var factor = 0.1
  /// So many epochs in a row may bring nothing; the next one like them lowers the learning rate.
  public var patience = 10
  /// The share of the best figure so far by which a better one must be better.
  public var threshold = 1e-4
  /// Epochs behind a reduction that are not counted.
  public var cooldown = 0
  /// The learning rate never falls below this.
  public var minimum = 0.0

  /// The defaults of PyTorch's `ReduceLROnPlateau` unless more is said.
  public init(
    figure: ValidationFigure = .loss, factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4,
    cooldown: Int = 0, minimum: Double = 0
  ) {
    self.figure = figure
    self.factor = factor
    self.patience = patience
    self.threshold = threshold
    self.cooldown = cooldown
    self.minimum = minimum
  }
}
