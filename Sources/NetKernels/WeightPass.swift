/// What a pass over the weights of a dense layer shall do besides the gradient of its input.
public enum WeightPass {
  /// Nothing: the layer is frozen.
  case leave
  /// Add the sum of squares of the weights' gradient, for clipping.
  case measure
  /// One step of Adam, with the gradient still in registers.
  case update(AdamFactors)
}
