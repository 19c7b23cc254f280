/// What a plan allocates, in bytes, by purpose.
public struct MemoryEstimate: Sendable, Hashable, Codable {
  /// Weights and biases of the layers that the plan computes.
  public var parameters: Int
  /// Gradients and Adam's moments of the trainable parameters.
  public var optimizer: Int
  /// Outputs of layers, their gradients and what else a backward pass needs of the forward pass.
  public var activations: Int
  /// Scratch memory.
  public var workspace: Int

  /// An estimate from its parts.
  public init(parameters: Int, optimizer: Int, activations: Int, workspace: Int) {
    self.parameters = parameters
    self.optimizer = optimizer
    self.activations = activations
    self.workspace = workspace
  }

  /// All parts together.
  public var total: Int { parameters + optimizer + activations + workspace }
}
