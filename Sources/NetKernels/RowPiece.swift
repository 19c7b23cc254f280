/// Up to 16 or 32 rows of one of several runs, to be packed as a tile.
public struct RowPiece {
  /// The first row.
  public let start: UnsafePointer<Float>
  /// Floats from a block of 16 channels to the next.
  public let block: Int
  /// Rows that are there.
  public let count: Int

  /// Piece `index` of all that ``RowRuns/pieces(height:)`` counts.
  @inline(__always)
  public init(_ rows: RowRuns, _ index: Int, height: Int) {
    let perRun = (rows.rows + height - 1) / height
    let run = min(index / perRun, rows.runs - 1)
    let row = (index - run * perRun) * height
    start = rows.start + (run * rows.stride + row * 16)
    block = rows.block
    count = (run + 1 == rows.runs ? rows.lastRows : rows.rows) - row
  }
}
