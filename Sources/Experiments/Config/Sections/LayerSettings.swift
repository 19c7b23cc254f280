/// A learning rate of its own for some layers.
public struct LayerLearningRate: Sendable, Hashable, Codable {
  /// The layers, as in `model.frozen`.
  public var layers: String
  /// Their learning rate where `train.learning_rate` is that of the others; a schedule changes both alike.
  public var learningRate: Float

  /// A learning rate for layers.
  public init(_ layers: String, _ learningRate: Float) {
    self.layers = layers
    self.learningRate = learningRate
  }
}

/// Layers that begin to learn at an epoch.
public struct Unfreezing: Sendable, Hashable, Codable {
  /// The first epoch in which they learn.
  public var epoch: Int
  /// The layers, as in `model.frozen`.
  public var layers: [String]

  /// Layers that learn from an epoch on.
  public init(epoch: Int, layers: [String]) {
    self.epoch = epoch
    self.layers = layers
  }
}
