/// A dense layer's buffers for one tile row of its weights: 32 inputs, all outputs.
///
/// Weights and moments come in tiles of 32 inputs × 32 outputs, row-major, the tiles of a row one after the other.
public struct DenseTileRow {
  /// The weights of the row.
  public var weights: UnsafeMutablePointer<Float>
  /// Adam's m and v in the same layout; the weights again where nothing is updated.
  public var firstMoment: UnsafeMutablePointer<Float>
  /// See ``firstMoment``.
  public var secondMoment: UnsafeMutablePointer<Float>
  /// The layer's input at these 32 channels: two blocks `[examples, 16]`, `blockStride` apart.
  public var input: UnsafePointer<Float>
  /// The gradient of the layer's sums: blocks `[examples, 16]`, `blockStride` apart.
  public var gradient: UnsafePointer<Float>
  /// The same transposed: `[outputs, columns]`.
  public var gradientColumns: UnsafePointer<Float>
  /// The gradient of the input, to be written: `[32, columns]`; nil if nobody needs it.
  public var inputGradient: UnsafeMutablePointer<Float>?
  /// Tiles in the row: outputs / 32.
  public var tiles: Int
  /// Floats between blocks of 16 channels.
  public var blockStride: Int
  /// Examples in the batch.
  public var count: Int
  /// Examples rounded up to a multiple of 32; the columns behind `count` are zero.
  public var usedColumns: Int
  /// Floats between rows of the transposed gradients.
  public var columnStride: Int

  /// The buffers, as the fields say.
  public init(
    weights: UnsafeMutablePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
    secondMoment: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    gradientColumns: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>?, tiles: Int,
    blockStride: Int, count: Int, usedColumns: Int, columnStride: Int
  ) {
    self.weights = weights
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
    self.input = input
    self.gradient = gradient
    self.gradientColumns = gradientColumns
    self.inputGradient = inputGradient
    self.tiles = tiles
    self.blockStride = blockStride
    self.count = count
    self.usedColumns = usedColumns
    self.columnStride = columnStride
  }
}
