/// What a plan is compiled for.
public struct PlanOptions: Sendable, Hashable {
  /// The largest number of examples in one call; smaller ones are always accepted.
  public var maximumBatchSize: Int
  /// Threads that compute, at least 1.
  public var threads: Int
  /// The loss, if the plan shall train; nil for inference alone, which needs far less memory.
  public var training: Loss?
  /// γ of the focal loss (Lin et al. 2017), 0 or more: well-classified examples count (1 − p)ᵞ. 0: the loss as it is.
  public var focalGamma = 0.0
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
