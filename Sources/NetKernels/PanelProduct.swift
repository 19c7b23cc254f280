/// A product of activations and weights as the matrix unit computes it: C = A · B, panel after panel of 32 columns.
///
/// - A: the tile of step s (32 terms) and rows 16i to 16i + 15 at `a + (s · rowTiles + i) · 768` words.
/// - B: element (k, j) at `b + (j / 32) · bPanel + (k / 32) · bStep + (k % 32) · 32 + j % 32`; with ``isTransposed``
///   k % 32 and j % 32 change places.
/// - C: element (r, j) at `c + (j / 16) · cBlock + r · 16 + j % 16`; whole tiles of 16 rows are written.
public struct PanelProduct {
  /// The packed rows, or room for them.
  public var a: UnsafeMutablePointer<UInt32>
  /// The rows, if they are packed on the way: then all steps are one segment. nil: they are packed.
  public var rows: RowRuns?
  /// Tiles of 16 rows.
  public var rowTiles: Int
  /// The weights.
  public var b: UnsafePointer<Float>
  /// Floats between panels.
  public var bPanel: Int
  /// Floats between steps.
  public var bStep: Int
  /// Whether the squares of 32 × 32 weights lie transposed.
  public var isTransposed: Bool
  /// Panels of 32 columns.
  public var panels: Int
  /// Steps of 32 terms.
  public var steps: Int
  /// Steps of a segment: all panels pass one before the next begins, so that its rows stay in the cache. Segments are
  /// summed for themselves and then added up: a long sum rounds less in pieces.
  public var depth: Int
  /// The sums.
  public var c: UnsafeMutablePointer<Float>
  /// Floats between blocks of 16 columns.
  public var cBlock: Int
  /// What the next product reads.
  public var ahead: AheadStream
  /// Room for a packed panel: ``scratchWords(depth:)`` words.
  public var scratch: UnsafeMutablePointer<UInt32>

  /// The operands, as the fields say.
  public init(
    a: UnsafeMutablePointer<UInt32>, rows: RowRuns?, rowTiles: Int, b: UnsafePointer<Float>, bPanel: Int,
    bStep: Int, isTransposed: Bool, panels: Int, steps: Int, depth: Int, c: UnsafeMutablePointer<Float>,
    cBlock: Int, ahead: AheadStream, scratch: UnsafeMutablePointer<UInt32>
  ) {
    self.a = a
    self.rows = rows
    self.rowTiles = rowTiles
    self.b = b
    self.bPanel = bPanel
    self.bStep = bStep
    self.isTransposed = isTransposed
    self.panels = panels
    self.steps = steps
    self.depth = depth
    self.c = c
    self.cBlock = cBlock
    self.ahead = ahead
    self.scratch = scratch
  }

  /// Words that ``scratch`` needs for segments of `depth` steps: a packed panel, and a square to transpose or to add.
  public static func scratchWords(depth: Int) -> Int { max(depth, 2) * 2 * 768 + 1024 }
}
