internal import Foundation

/// Rows under named columns, printed as a table for people or as JSON or CSV for programs.
struct Listing {
  /// One value of a row.
  enum Cell: Hashable {
    case text(String)
    case integer(Int)
    /// A number with the digits that a person wants to see behind the point; programs get all of them.
    case number(Double, digits: Int)
    /// A fraction that people read as a percentage and programs as it is.
    case percentage(Double)
    /// A number that people read in words of its own and programs as it is.
    case measured(Double, text: String)
    case flag(Bool)
    case missing

    /// An optional text: nil is missing.
    static func optional(_ text: String?) -> Cell { text.map { .text($0) } ?? .missing }
    /// An optional fraction: nil is missing.
    static func optional(percentage: Double?) -> Cell { percentage.map { .percentage($0) } ?? .missing }
    /// An optional number: nil is missing.
    static func optional(_ number: Double?, digits: Int) -> Cell {
      number.map { .number($0, digits: digits) } ?? .missing
    }

    /// What a person reads.
    var forPeople: String {
      switch self {
      case .text(let text): text
      case .integer(let value): String(value)
      case .number(let value, let digits): value.formatted(digits: digits)
      case .percentage(let value): (value * 100).formatted(digits: 1) + " %"
      case .measured(_, let text): text
      case .flag(let value): value ? "yes" : "no"
      case .missing: "–"
      }
    }

    /// What a program reads: all digits, nothing for a missing value.
    var forPrograms: String {
      switch self {
      case .text(let text): text
      case .integer(let value): String(value)
      case .number(let value, _), .percentage(let value), .measured(let value, _):
        value.isFinite ? "\(value)" : ""
      case .flag(let value): value ? "true" : "false"
      case .missing: ""
      }
    }

    var json: any Encodable & Sendable {
      switch self {
      case .text(let text): text
      case .integer(let value): value
      case .number(let value, _), .percentage(let value), .measured(let value, _):
        value.isFinite ? value : Optional<Double>.none
      case .flag(let value): value
      case .missing: Optional<String>.none
      }
    }

    var isRightAligned: Bool {
      switch self {
      case .integer, .number, .percentage, .measured: true
      default: false
      }
    }
  }

  /// The columns' names: what people read and, in snake case, the keys of the JSON objects.
  var columns: [String]
  /// The rows, each with a cell a column.
  var rows: [[Cell]] = []

  init(_ columns: String...) { self.columns = columns }
  init(columns: [String]) { self.columns = columns }

  /// Appends a row; it must have a cell a column.
  mutating func append(_ cells: Cell...) {
    precondition(cells.count == columns.count, "\(cells.count) cells in \(columns.count) columns")
    rows.append(cells)
  }

  /// The rows in the format asked for, each line ended.
  func rendered(as format: OutputFormat) throws -> String {
    switch format {
    case .table: table
    case .csv: csv
    case .json: try json
    }
  }

  /// A table with aligned columns.
  var table: String {
    let cells = rows.map { $0.map(\.forPeople) }
    let widths = columns.indices.map { column in
      max(columns[column].count, cells.map { $0[column].count }.max() ?? 0)
    }
    let isRight = columns.indices.map { column in rows.contains { $0[column].isRightAligned } }
    func line(_ texts: [String]) -> String {
      let padded = texts.indices.map { column in
        let padding = String(repeating: " ", count: max(0, widths[column] - texts[column].count))
        return isRight[column] ? padding + texts[column] : texts[column] + padding
      }
      return padded.joined(separator: "  ").trimmingSuffix { $0 == " " }
    }
    let header = line(columns)
    return ([Style.bold(header)] + cells.map(line)).joined(separator: "\n") + "\n"
  }

  /// A table as GitHub's Markdown has it.
  var markdown: String {
    func line(_ texts: [String]) -> String {
      "| " + texts.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")
        + " |\n"
    }
    let isRight = columns.indices.map { column in rows.contains { $0[column].isRightAligned } }
    return line(columns) + line(isRight.map { $0 ? "--:" : "---" })
      + rows.map { line($0.map(\.forPeople)) }.joined()
  }

  /// Comma-separated values (RFC 4180) with a header line.
  var csv: String {
    func quoted(_ text: String) -> String {
      guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
      return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    let lines = [columns.map(Self.key)] + rows.map { $0.map(\.forPrograms) }
    return lines.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// An array of objects with a key a column.
  var json: String {
    get throws {
      let keys = columns.map(Self.key)
      let objects = rows.map { row in
        JSONObject(zip(keys, row).map { ($0, $1.json) })
      }
      return try JSONObject.encoded(objects)
    }
  }

  private static func key(_ column: String) -> String {
    column.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
  }
}

/// How a listing is printed.
enum OutputFormat {
  case table
  case json
  case csv
}

extension Double {
  /// The value with a fixed number of digits behind the point, independent of the locale.
  func formatted(digits: Int) -> String {
    guard isFinite else { return isNaN ? "nan" : (self < 0 ? "-inf" : "inf") }
    return String(format: "%.\(digits)f", self)
  }
}

extension StringProtocol {
  /// The text without the characters at its end that fit.
  func trimmingSuffix(_ fits: (Character) -> Bool) -> String {
    var end = endIndex
    while end > startIndex, fits(self[index(before: end)]) { end = index(before: end) }
    return String(self[..<end])
  }
}
