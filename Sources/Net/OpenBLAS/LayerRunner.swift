/// A layer that computes: its parameters, the memory it needs beyond them, and both directions.
protocol LayerRunner: AnyObject {
  /// Computes the layer's output, behind activation and pool, for `count` examples.
  func forward(_ input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int)

  /// Computes the gradients of the layer's parameters, unless it is frozen, and of its input, unless nil.
  ///
  /// - Parameters:
  ///   - input: what the forward pass got.
  ///   - output: what the forward pass gave.
  ///   - outputGradient: of `output`'s size; destroyed.
  ///   - inputGradient: of `input`'s size; overwritten.
  func backward(
    _ input: UnsafePointer<Float>, output: UnsafePointer<Float>, outputGradient: UnsafeMutablePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>?, count: Int)
}
