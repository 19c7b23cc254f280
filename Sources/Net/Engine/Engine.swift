/// Something that can run a ``Network``: it compiles a description into a plan with its own layouts and fusions.
///
/// The seam is the whole plan, not single operations, so that an engine is free to keep activations, weights and
/// optimizer state in whatever form is fastest. What crosses it has TensorFlow's layouts: examples `[n, 96, 64]`,
/// kernels HWIO, dense weights `[in, out]`, activations channels last.
public protocol Engine: Sendable {
  /// The engine's name, recorded with each run.
  var name: EngineName { get }

  /// A plan for a network with all workspaces allocated and all parameters and optimizer slots zero.
  ///
  /// - Throws: ``NetError/Code/unsupported`` for a network or option the engine cannot run.
  func compile(_ network: Network, options: PlanOptions) throws(NetError) -> any Plan

  /// What a plan for these options would allocate; nothing is allocated here.
  ///
  /// - Throws: as ``compile(_:options:)`` does.
  func memoryEstimate(for network: Network, options: PlanOptions) throws(NetError) -> MemoryEstimate
}

/// The engines there are.
public enum EngineName: String, Sendable, Hashable, Codable, CaseIterable {
  /// im2col and OpenBLAS: plain, runs everywhere, the judge of the others.
  case openblas
  /// Winograd kernels of our own; needs AVX-512.
  case native
}

/// What a plan is compiled for.
public struct PlanOptions: Sendable, Hashable {
  /// The largest number of examples in one call; smaller ones are always accepted.
  public var maximumBatchSize: Int
  /// Threads that compute, at least 1.
  public var threads: Int
  /// The loss, if the plan shall train; nil for inference alone, which needs far less memory.
  public var training: Loss?
  /// The first layer to compute. With 0 the input is examples; with `k` the input of every call is the output of
  /// layer `k − 1` (which must then be frozen in training), as ``Plan/readActivation(ofLayer:into:)`` gives it.
  public var firstLayer: Int
  /// Layers whose output can be read after a call, besides the last one and the embedding.
  public var keptLayers: Set<Int>

  /// Options for a batch size and a thread count; inference over the whole network unless more is said.
  public init(
    maximumBatchSize: Int, threads: Int, training: Loss? = nil, firstLayer: Int = 0, keptLayers: Set<Int> = []
  ) {
    precondition(
      maximumBatchSize > 0 && threads > 0 && firstLayer >= 0,
      "batch size \(maximumBatchSize), threads \(threads), first layer \(firstLayer)")
    self.maximumBatchSize = maximumBatchSize
    self.threads = threads
    self.training = training
    self.firstLayer = firstLayer
    self.keptLayers = keptLayers
  }
}

/// The training loss, on logits and targets of shape `[n, classes]`.
public enum Loss: String, Sendable, Hashable, Codable, CaseIterable {
  /// Sigmoid cross-entropy, mean over the batch **and** the classes; targets in [0, 1], any number of them positive.
  case sigmoid
  /// Softmax cross-entropy, mean over the batch; the targets of an example sum to 1.
  case softmax
}

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
