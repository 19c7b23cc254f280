/// One optimizer step's settings: Adam in TensorFlow 1's form (Kingma and Ba 2015, the form before section 2.1's end).
///
/// For step t: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − s·lr·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε) − s·lr·λ·w with the
/// layer's scale s. PyTorch puts ε behind the correction of v, which differs by up to 32 × in its weight at step 1.
public struct AdamUpdate: Sendable, Hashable, Codable {
  /// lr.
  public var learningRate: Float
  /// β₁.
  public var beta1: Float
  /// β₂.
  public var beta2: Float
  /// ε, outside the root and before the correction.
  public var epsilon: Float
  /// λ: decoupled weight decay (Loshchilov and Hutter 2019), on weights, not on biases.
  public var weightDecay: Float
  /// The largest L2 norm of the gradient over all trainable parameters; larger ones are scaled down to it.
  /// nil: no limit.
  public var maximumGradientNorm: Float?
  /// A factor on the learning rate for each layer of the network, in its order; nil: 1 for all.
  public var layerScales: [Float]?

  /// jibjib-model's settings but for the learning rate, unless others are given.
  public init(
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0,
    maximumGradientNorm: Float? = nil, layerScales: [Float]? = nil
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.maximumGradientNorm = maximumGradientNorm
    self.layerScales = layerScales
  }
}
