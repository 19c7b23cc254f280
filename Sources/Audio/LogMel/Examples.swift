/// The network's input: windows of 96 log-mel rows, 0.96 s.
public struct Examples: Sendable, Hashable {
  /// Rows of an example.
  public static let rows = 96
  /// Bands of a row.
  public static let bands = LogMel.bands
  /// Values of an example: 96 · 64.
  public static let valueCount = rows * bands

  /// The number of examples.
  public let count: Int
  /// `[count, 96, 64]`, row-major.
  public let values: [Float]
  /// Log-mel rows from the start of one example to that of the next.
  public let hopRows: Int

  /// Examples at hand: `values` of `[n, 96, 64]`, `hopRows` rows apart.
  public init(values: [Float], hopRows: Int = Examples.rows) {
    precondition(
      values.count % Self.valueCount == 0, "\(values.count) values are no examples of \(Self.valueCount)")
    precondition(hopRows > 0, "a hop of \(hopRows) rows")
    self.values = values
    self.hopRows = hopRows
    count = values.count / Self.valueCount
  }

  /// The number of examples that a spectrogram of `rows` rows gives: 1 + ⌊(rows − 96)/hop⌋, or 0.
  public static func count(ofRows rows: Int, hopRows: Int) -> Int {
    rows < Self.rows ? 0 : (rows - Self.rows) / hopRows + 1
  }

  /// Where an example starts, in seconds from the recording's start.
  public func startSeconds(of index: Int) -> Double { Double(index * hopRows) * LogMel.rowSeconds }
}
