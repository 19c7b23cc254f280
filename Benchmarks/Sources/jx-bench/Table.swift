/// Rows under named columns.
struct Table {
  /// How a table is written.
  enum Style {
    case plain
    case markdown
  }

  /// The head.
  var columns: [String]
  /// The rows, a cell a column.
  var rows: [[String]] = []

  init(_ columns: [String]) { self.columns = columns }

  /// The table with padded columns, each line ended.
  func rendered(_ style: Style) -> String {
    let widths = columns.indices.map { column in
      max(columns[column].count, rows.map { $0[column].count }.max() ?? 0)
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return style == .markdown
        ? "| " + padded.joined(separator: " | ") + " |\n" : padded.joined(separator: "  ") + "\n"
    }
    let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|\n"
    return line(columns) + (style == .markdown ? rule : "") + rows.map(line).joined()
  }
}
