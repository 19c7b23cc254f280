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
  /// The steps behind each layer of the network when it began to be trained, in its order: its own t counts from there,
  /// so that a layer unfrozen late begins as any layer does. nil: 0 for all.
  public var layerStarts: [Int]?

  /// jibjib-model's settings but for the learning rate, unless others are given.
  public init(
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0,
    maximumGradientNorm: Float? = nil, layerScales: [Float]? = nil, layerStarts: [Int]? = nil
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.maximumGradientNorm = maximumGradientNorm
    self.layerScales = layerScales
    self.layerStarts = layerStarts
  }
}

extension AdamUpdate {
  /// A layer's own t in the step with number `step`, from 1 on.
  func step(_ step: Int, ofLayer layer: Int) -> Int { step - (layerStarts?[layer] ?? 0) }

  /// Meets a precondition if the settings do not fit the network, or a trained layer begins behind the next step.
  func check(against network: Network, stepsDone: Int) {
    precondition(
      layerScales.map { $0.count == network.layers.count } ?? true,
      "\(layerScales?.count ?? 0) layer scales for \(network.layers.count) layers")
    guard let layerStarts else { return }
    precondition(
      layerStarts.count == network.layers.count,
      "\(layerStarts.count) layer starts for \(network.layers.count) layers")
    for (start, layer) in zip(layerStarts, network.layers) where !layer.isFrozen {
      precondition(
        (0...stepsDone).contains(start), "\(layer.name) starts behind step \(start) of \(stepsDone)")
    }
  }
}
