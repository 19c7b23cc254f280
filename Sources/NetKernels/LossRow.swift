/// The logits of one example in blocks of 16 classes, the gradient in the same layout, and the targets in a row.
public struct LossRow {
  /// The first block of logits.
  public var logits: UnsafePointer<Float>
  /// The first block of the gradient, to be written; the classes behind the last one become 0.
  public var gradient: UnsafeMutablePointer<Float>
  /// Floats between blocks.
  public var blockStride: Int
  /// `classes` values.
  public var targets: UnsafePointer<Float>
  /// The number of classes.
  public var classes: Int
  /// What the gradient is multiplied by.
  public var scale: Float

  /// The buffers, as the fields say.
  public init(
    logits: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, blockStride: Int,
    targets: UnsafePointer<Float>, classes: Int, scale: Float
  ) {
    self.logits = logits
    self.gradient = gradient
    self.blockStride = blockStride
    self.targets = targets
    self.classes = classes
    self.scale = scale
  }
}
