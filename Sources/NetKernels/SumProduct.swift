/// A product of activations summed over their rows, C (+)= Aᵀ · B, as the matrix unit computes it: a gradient of weights.
///
/// - A: `16 · rowTiles` channels, B: `32 · panels` channels of the same rows.
/// - C: element (i, j) at `c + (i / 16) · cBlock + (j / 32) · cPanel + (i % 16) · 32 + j % 32`.
public struct SumProduct {
  /// The rows of the left operand.
  public var a: RowRuns
  /// Blocks of 16 channels of A, an even number.
  public var rowTiles: Int
  /// The rows of the right operand, as many in as many runs.
  public var b: RowRuns
  /// Panels of 32 channels of B.
  public var panels: Int
  /// The sums.
  public var c: UnsafeMutablePointer<Float>
  /// Floats between blocks of 16 channels of A.
  public var cBlock: Int
  /// Floats between panels of B.
  public var cPanel: Int
  /// Whether the products are added to what is there.
  public var accumulates: Bool
  /// What the next product reads.
  public var ahead: (left: AheadStream, right: AheadStream)
  /// ``scratchWords(steps:rowTiles:)`` words.
  public var scratch: UnsafeMutablePointer<UInt32>

  /// The operands, as the fields say.
  public init(
    a: RowRuns, rowTiles: Int, b: RowRuns, panels: Int, c: UnsafeMutablePointer<Float>, cBlock: Int,
    cPanel: Int, accumulates: Bool, ahead: (left: AheadStream, right: AheadStream),
    scratch: UnsafeMutablePointer<UInt32>
  ) {
    self.a = a
    self.rowTiles = rowTiles
    self.b = b
    self.panels = panels
    self.c = c
    self.cBlock = cBlock
    self.cPanel = cPanel
    self.accumulates = accumulates
    self.ahead = ahead
    self.scratch = scratch
  }

  /// Words of scratch memory for `steps` steps of 32 rows: A packed, two panels of B, and a tile to transpose.
  public static func scratchWords(steps: Int, rowTiles: Int) -> Int {
    steps * (rowTiles + 4) * 768 + 1024
  }
}
