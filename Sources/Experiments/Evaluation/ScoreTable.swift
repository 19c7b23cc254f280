internal import Glibc
public import Metrics

/// A table of labels and scores in a CSV file, from jx or from elsewhere.
///
/// The first line names the columns: `label` and `score_0`, `score_1`, … in any place; others are passed over. Each
/// further line is a row: the label is the index of the true class, a score any finite number, larger for likelier.
public struct ScoreTable: Sendable {
  /// The true class of every row.
  public let labels: [Int]
  /// A score a class in every row.
  public let scores: Scores

  /// What a column of the file is.
  private enum Column {
    case label
    case score(Int)
    case other
  }

  /// Reads a table, field by field: memory is that of its scores, 8 bytes each.
  ///
  /// - Throws: ``ExperimentError`` with the file's name and line: a column that is missing or stands twice, a row with more or fewer
  ///   fields, a label that is no class, a score that is no finite number, a table without rows.
  public init(path: String) throws(ExperimentError) {
    var reader = try CSVReader(path: path)
    guard let header = try reader.next() else {
      throw reader.failure("an empty file", expected: "a first line label,score_0,score_1,…", line: 1)
    }
    let (columns, classCount) = try Self.columns(header, reader)
    var labels: [Int] = []
    var values: [Double] = []
    var row = [Double](repeating: 0, count: classCount)
    while true {
      var label = -1
      var fieldCount = 0
      let line = try reader.next { (column, bytes, line) throws(ExperimentError) in
        fieldCount = column + 1
        guard column < columns.count else { return }
        switch columns[column] {
        case .label: label = try Self.label(bytes, classCount: classCount, path, line)
        case .score(let index): row[index] = try Self.score(bytes, index, path, line)
        case .other: break
        }
      }
      guard let line else { break }
      guard fieldCount == columns.count else {
        throw reader.failure(
          "\(fieldCount) fields", expected: "\(columns.count), as in the first line", line: line)
      }
      labels.append(label)
      values.append(contentsOf: row)
    }
    guard !labels.isEmpty else {
      throw reader.failure("no row behind the first line", expected: "at least one", line: 1)
    }
    self.labels = labels
    do throws(MetricsError) {
      scores = try Scores(values, classCount: classCount)
    } catch { throw ExperimentError(error) }
  }

  /// What each column is, and how many classes there are.
  private static func columns(
    _ header: CSVRecord, _ reader: borrowing CSVReader
  ) throws(ExperimentError) -> ([Column], Int) {
    var seen = Set<String>()
    let columns = try header.fields.map { name throws(ExperimentError) -> Column in
      let index = name.hasPrefix("score_") ? Int(name.dropFirst(6)) : nil
      guard name == "label" || index != nil else { return .other }
      guard seen.insert(name).inserted else {
        throw reader.failure("two columns '\(name)'", expected: "one", line: header.line)
      }
      return index.map { .score($0) } ?? .label
    }
    let classCount = seen.count - (seen.contains("label") ? 1 : 0)
    let missing = (["label"] + (0..<max(1, classCount)).map { "score_\($0)" }).first { !seen.contains($0) }
    if let missing {
      throw reader.failure(
        "no column '\(missing)' among " + header.fields.prefix(8).joined(separator: ","),
        expected: "columns label and score_0, score_1, … without a gap", line: header.line)
    }
    return (columns, classCount)
  }

  private static func label(
    _ bytes: [UInt8], classCount: Int, _ path: String, _ line: Int
  ) throws(ExperimentError) -> Int {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let label = Int(text), label >= 0, label < classCount else {
      throw ExperimentError(
        .invalidData, found: "label '\(text.prefix(40))'",
        expected: "the index of a class, 0 to \(classCount - 1)", place: "\(path):\(line)")
    }
    return label
  }

  private static func score(
    _ bytes: [UInt8], _ index: Int, _ path: String, _ line: Int
  ) throws(ExperimentError) -> Double {
    if let value = decimal(bytes), value.isFinite { return value }
    throw ExperimentError(
      .invalidData, found: "score_\(index) '\(String(decoding: bytes.prefix(40), as: UTF8.self))'",
      expected: "a finite decimal number", place: "\(path):\(line)")
  }

  /// A decimal number that fills all bytes; nil for anything else, hexadecimal, `nan` and `inf` too.
  private static func decimal(_ bytes: [UInt8]) -> Double? {
    guard !bytes.isEmpty, bytes.allSatisfy(isNumeral) else { return nil }
    return unsafe (bytes + [0]).withUnsafeBufferPointer { buffer -> Double? in
      guard let start = buffer.baseAddress else { return nil }
      return unsafe start.withMemoryRebound(to: CChar.self, capacity: buffer.count) { text in
        var end: UnsafeMutablePointer<CChar>?
        let value = unsafe strtod(text, &end)
        return unsafe end == UnsafeMutablePointer(mutating: text + bytes.count) ? value : nil
      }
    }
  }

  private static func isNumeral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2b, 0x2d, 0x2e, 0x45, 0x65: true
    default: false
    }
  }
}
