/// Which gradients a layer computes.
struct BackwardNeeds {
  /// Of its weights and biases.
  var parameters: Bool
  /// Of its input.
  var input: Bool
  /// Whether there is a backward pass through the layer at all.
  var any: Bool { parameters || input }
}
