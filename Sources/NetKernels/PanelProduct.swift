/// A product of activations and weights as the matrix unit computes it: C = A · B, panel after panel of 32 columns.
///
/// - A, packed: the tile of step s (32 terms) and rows 16i to 16i + 15 at `a + (s · rowTiles + i) · 768` words.
/// - B: element (k, j) at `b + (j / 32) · bPanel + (k / 32) · bStep + (k % 32) · 32 + j % 32`.
/// - C: element (r, j) at `c + (j / 16) · cBlock + r · 16 + j % 16`; whole tiles of 16 rows are written.
public struct PanelProduct {
  /// The packed rows.
  public var a: UnsafePointer<UInt32>
  /// Tiles of 16 rows.
  public var rowTiles: Int
  /// The weights.
  public var b: UnsafePointer<Float>
  /// Floats between panels.
  public var bPanel: Int
  /// Floats between steps.
  public var bStep: Int
  /// Panels of 32 columns.
  public var panels: Int
  /// Steps of 32 terms.
  public var steps: Int
  /// Steps of a segment: all panels pass one before the next begins, so that its rows stay in the cache.
  public var depth: Int
  /// The sums.
  public var c: UnsafeMutablePointer<Float>
  /// Floats between blocks of 16 columns.
  public var cBlock: Int
  /// Room for two packed panels: ``scratchWords(depth:)`` words.
  public var scratch: UnsafeMutablePointer<UInt32>

  /// The operands, as the fields say.
  public init(
    a: UnsafePointer<UInt32>, rowTiles: Int, b: UnsafePointer<Float>, bPanel: Int, bStep: Int, panels: Int,
    steps: Int, depth: Int, c: UnsafeMutablePointer<Float>, cBlock: Int, scratch: UnsafeMutablePointer<UInt32>
  ) {
    self.a = a
    self.rowTiles = rowTiles
    self.b = b
    self.bPanel = bPanel
    self.bStep = bStep
    self.panels = panels
    self.steps = steps
    self.depth = depth
    self.c = c
    self.cBlock = cBlock
    self.scratch = scratch
  }

  /// Words that ``scratch`` needs for segments of `depth` steps.
  public static func scratchWords(depth: Int) -> Int { 2 * depth * 2 * 768 }
}
