/// The output of a layer for the largest batch, its gradient where one is needed, and what backward must know of it.
final class BlockTensor {
  /// How values and gradient lie.
  let layout: BlockLayout
  /// Behind activation and pool.
  let values: Workspace<Float>
  /// The gradient of the loss, in the same layout; empty where none is needed.
  let gradient: Workspace<Float>
  /// The gradient of a vector once more, as `[channel, columns]`; empty for images and where none is needed.
  let gradientColumns: Workspace<Float>
  /// Examples rounded up to a multiple of 32: the row length of ``gradientColumns``.
  let columns: Int
  /// Whether a ReLU without pool lies behind a vector: its gradient is masked where the value is 0.
  let isRectifiedVector: Bool

  /// Zero values for `examples` examples.
  init(
    _ layout: BlockLayout, examples: Int, hasGradient: Bool, isVector: Bool, isRectified: Bool,
    sharedGradient: Workspace<Float>? = nil
  ) throws(NetError) {
    self.layout = layout
    values = try Workspace(count: layout.count)
    if let sharedGradient {
      gradient = sharedGradient
    } else {
      gradient = try Workspace(count: hasGradient ? layout.count : 0)
    }
    columns = (examples + 31) / 32 * 32
    gradientColumns = try Workspace(count: hasGradient && isVector ? layout.paddedCount * columns : 0)
    isRectifiedVector = isVector && isRectified
  }

  /// The columns that a batch of `count` uses.
  static func usedColumns(_ count: Int) -> Int { (count + 31) / 32 * 32 }
}
