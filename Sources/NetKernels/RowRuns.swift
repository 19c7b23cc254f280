/// Rows of activations in blocks of 16 channels that come in runs: those of several chunks, say.
///
/// Channel k of row r of run n is at `start + n · stride + (k / 16) · block + r · 16 + k % 16`.
public struct RowRuns {
  /// The first row.
  public var start: UnsafePointer<Float>
  /// Floats from a run to the next.
  public var stride: Int
  /// Floats from a block of 16 channels to the next.
  public var block: Int
  /// Runs.
  public var runs: Int
  /// Rows of each run but the last.
  public var rows: Int
  /// Rows of the last run.
  public var lastRows: Int

  /// Rows in runs.
  public init(
    _ start: UnsafePointer<Float>, stride: Int, block: Int, runs: Int, rows: Int, lastRows: Int
  ) {
    self.start = start
    self.stride = stride
    self.block = block
    self.runs = runs
    self.rows = rows
    self.lastRows = lastRows
  }

  /// Pieces of up to `height` rows, each of one run.
  public func pieces(height: Int) -> Int {
    (runs - 1) * ((rows + height - 1) / height) + (lastRows + height - 1) / height
  }
}
