/// How the rows of a spectrogram become columns of a picture: several pixels each in short recordings, several rows a column
/// in long ones.
struct PictureColumns {
  /// Columns drawn.
  let count: Int
  /// Rows of a column, averaged.
  let rowsPerColumn: Int
  /// Pixels of a column.
  let pixels: Int
  private let rows: Int

  private static let leastWidth = 880
  private static let mostWidth = 6000

  init(rows: Int) {
    self.rows = rows
    rowsPerColumn = (rows + Self.mostWidth - 1) / Self.mostWidth
    count = (rows + rowsPerColumn - 1) / rowsPerColumn
    pixels = max(1, min(12, (Self.leastWidth + count - 1) / count))
  }

  /// The plot's width in pixels.
  var width: Int { count * pixels }

  /// Where a row begins, in pixels from the plot's left edge.
  func x(ofRow row: Int) -> Int { row * pixels / rowsPerColumn }

  func firstRow(of column: Int) -> Int { column * rowsPerColumn }

  /// The mean of a column's values in a band.
  func mean(of logMel: LogMel, column: Int, band: Int) -> Double {
    let first = firstRow(of: column)
    let end = min(first + rowsPerColumn, rows)
    var sum = 0.0
    for row in first..<end { sum += Double(logMel.values[row * LogMel.bands + band]) }
    return sum / Double(end - first)
  }
}
