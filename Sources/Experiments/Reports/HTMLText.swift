/// Pieces of HTML; every text from outside goes through ``escaped(_:)``.
enum HTMLText {
  /// A text as content or as an attribute's value in quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A text for a `<script>` element of data: JSON in which no tag can end or begin.
  static func scriptData(_ json: String) -> String {
    json.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028").replacing(
      "\u{2029}", with: "\\u2029")
  }

  /// A table of names and values, names as row headers.
  static func facts(_ rows: [(String, String)]) -> String {
    "<table class=\"facts\">"
      + rows.map { "<tr><th scope=\"row\">\(escaped($0.0))</th><td>\(escaped($0.1))</td></tr>" }.joined()
      + "</table>\n"
  }

  /// A table of what stands side by side, the first column as row headers.
  static func sideBySide(_ caption: String, columns: [String], rows: [[String]]) -> String {
    let headers = columns.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    let lines = rows.map { row in
      let cells = row.dropFirst().map { "<td>\(escaped($0))</td>" }.joined()
      return "<tr><th scope=\"row\">\(escaped(row.first ?? ""))</th>\(cells)</tr>\n"
    }
    return "<table><caption>\(escaped(caption))</caption><thead><tr>\(headers)</tr></thead><tbody>\n"
      + lines.joined() + "</tbody></table>\n"
  }

  /// A table whose columns can be sorted by a click on their header.
  ///
  /// - Parameters:
  ///   - columns: the headers, and whether a column holds numbers.
  ///   - rows: as many cells as there are columns: what is shown, and the number that it is sorted by, if any.
  static func sortable(
    _ caption: String, columns: [(title: String, isNumeric: Bool)], rows: [[(text: String, key: Double?)]]
  ) -> String {
    var text = "<table class=\"sortable\"><caption>\(escaped(caption))</caption><thead><tr>"
    for column in columns {
      let style = column.isNumeric ? " class=\"number\"" : ""
      text += "<th scope=\"col\"\(style)><button type=\"button\">\(escaped(column.title))</button></th>"
    }
    text += "</tr></thead><tbody>\n"
    for row in rows {
      text += "<tr>"
      for (cell, column) in zip(row, columns) {
        let style = column.isNumeric ? " class=\"number\"" : ""
        let key = cell.key.map { " data-sort=\"\($0)\"" } ?? ""
        text += "<td\(style)\(key)>\(escaped(cell.text))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody></table>\n"
  }
}
