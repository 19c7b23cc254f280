/// A dense layer's buffers for some tile rows of its weights, 32 inputs each, as the matrix unit takes them.
///
/// Weights and moments lie as in ``DenseTileRow``; operands are tiles of 768 words.
public struct DenseOperands {
  /// The weights of the first row; the others follow.
  public var weights: UnsafeMutablePointer<Float>
  /// Adam's m and v in the same layout; anything where nothing is updated.
  public var firstMoment: UnsafeMutablePointer<Float>
  /// See ``firstMoment``.
  public var secondMoment: UnsafeMutablePointer<Float>
  /// The layer's input at the rows' channels, examples along the sum: `[steps][2 · rows]` tiles.
  public var input: UnsafePointer<UInt32>
  /// The gradient of the layer's sums, examples along the sum: `[steps][2 · tiles]` tiles.
  public var gradient: UnsafePointer<UInt32>
  /// The same with outputs along the sum: `[tiles][2 · steps]` tiles.
  public var gradientColumns: UnsafePointer<UInt32>
  /// The gradient of the input, to be written: `[32 · rows, columnStride]`; nil if nobody needs it.
  public var inputGradient: UnsafeMutablePointer<Float>?
  /// Tile rows.
  public var rows: Int
  /// Tiles in a row: outputs / 32.
  public var tiles: Int
  /// Examples / 32, rounded up.
  public var steps: Int
  /// Floats between rows of the input's gradient.
  public var columnStride: Int
  /// A sum for each row.
  public var squares: UnsafeMutablePointer<Double>
  /// ``scratchWords`` words.
  public var scratch: UnsafeMutablePointer<UInt32>

  /// The buffers, as the fields say.
  public init(
    weights: UnsafeMutablePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
    secondMoment: UnsafeMutablePointer<Float>, input: UnsafePointer<UInt32>, gradient: UnsafePointer<UInt32>,
    gradientColumns: UnsafePointer<UInt32>, inputGradient: UnsafeMutablePointer<Float>?, rows: Int,
    tiles: Int,
    steps: Int, columnStride: Int, squares: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutablePointer<UInt32>
  ) {
    self.weights = weights
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
    self.input = input
    self.gradient = gradient
    self.gradientColumns = gradientColumns
    self.inputGradient = inputGradient
    self.rows = rows
    self.tiles = tiles
    self.steps = steps
    self.columnStride = columnStride
    self.squares = squares
    self.scratch = scratch
  }

  /// Tiles of a row that are passed before the next row: a power of 2.
  public static let band = 16
  /// Words of scratch memory: a tile of weights as two tiles of rows, and two gradients of a tile.
  public static let scratchWords = 2 * 768 + 2 * 1024
}
