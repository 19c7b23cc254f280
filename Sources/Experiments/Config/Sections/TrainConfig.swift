public import Net

/// The section `train`: how long and with what settings the network trains.
public struct TrainConfig: Sendable, Hashable, Codable {
  /// Passes over the training examples.
  public var epochs = 60
  /// Examples in one step.
  public var batchSize = 32
  /// Adam's learning rate; the largest one where a schedule changes it.
  public var learningRate: Float = 1e-4
  /// How it changes.
  public var schedule = ScheduleConfig()
  /// The loss: sigmoid for any number of classes at once, softmax for exactly one.
  public var loss = Loss.sigmoid
  /// γ of the focal loss; 0: the loss as it is.
  public var focalGamma = 0.0
  /// Which examples make an epoch.
  public var sampling = Sampling.natural
  /// Decoupled weight decay on weights, not on biases.
  public var weightDecay: Float = 0
  /// The largest L2 norm of the whole gradient; larger ones are scaled down to it. nil: no limit.
  public var gradientClip: Float?
  /// Whether the optimizer starts with the checkpoint's moments and step.
  public var optimizerState = OptimizerStart.fresh
  /// What the examples of each class count in the loss.
  public var classWeights = ClassWeights.balance(.none)
  /// β of the effective number of examples, (1 − βⁿ) / (1 − β).
  public var effectiveBeta = 0.999
  /// When the training ends before its last epoch; nil: never.
  public var earlyStopping: EarlyStoppingConfig?

  /// The defaults unless more is said.
  public init(
    epochs: Int = 60, batchSize: Int = 32, learningRate: Float = 1e-4, loss: Loss = .sigmoid,
    weightDecay: Float = 0, gradientClip: Float? = nil, optimizerState: OptimizerStart = .fresh
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.loss = loss
    self.weightDecay = weightDecay
    self.gradientClip = gradientClip
    self.optimizerState = optimizerState
  }

  /// The optimizer's settings where no schedule changes them.
  public var adam: AdamUpdate {
    AdamUpdate(
      learningRate: learningRate, weightDecay: weightDecay, maximumGradientNorm: gradientClip)
  }
}

extension TrainConfig: ConfigSection {
  static let fields: [ConfigField<TrainConfig>] = [
    ConfigField("epochs", \.epochs, .integer(1...100_000)),
    ConfigField("batch_size", \.batchSize, .integer(1...65_536)),
    ConfigField("learning_rate", \.learningRate, .number(above: 0, through: 1)),
    .schedule("schedule", \.schedule),
    ConfigField("loss", \.loss, .choice()),
    ConfigField("focal_gamma", \.focalGamma, .number(from: 0, through: 10)),
    ConfigField("sampling", \.sampling, .choice()),
    ConfigField("weight_decay", \.weightDecay, .number(from: 0, through: 1)),
    ConfigField(
      "gradient_clip", \.gradientClip, ConfigRule<Float>.number(above: 0, through: 1e6).orNull("null")),
    ConfigField("optimizer_state", \.optimizerState, .choice()),
    ConfigField("class_weights", \.classWeights, .classWeights),
    ConfigField("effective_beta", \.effectiveBeta, .number(from: 0, below: 1)),
    .optionalSection("early_stopping", \.earlyStopping, default: EarlyStoppingConfig()),
  ]
}
