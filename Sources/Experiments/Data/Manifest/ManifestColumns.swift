/// What the columns of a manifest of clips are.
struct ManifestColumns {
  /// The columns that mean something.
  enum Kind: String, CaseIterable {
    case path
    case label
    case recording
    case start
    case end
    case split
    case other
  }

  /// What each column is.
  let kinds: [Kind]
  /// The name of the column that says the split; nil if none was asked for.
  let splitName: String?
  /// Whether there is a column `split` that nobody asked for.
  let hasUnusedSplit: Bool

  /// Columns beyond the first line's are of no kind.
  func kind(of column: Int) -> Kind { column < kinds.count ? kinds[column] : .other }

  /// - Parameters:
  ///   - record: the first line.
  ///   - split: the name of the column that says the split.
  init(
    _ record: CSVRecord?, reader: borrowing CSVReader, split: String?
  ) throws(ExperimentError) {
    let expected =
      "a first line with the columns path and label, such as path,label,recording,split,start,end"
    guard let record else { throw reader.failure("an empty file", expected: expected, line: 1) }
    let names = record.fields.map { $0.lowercased() }
    var seen: Set<String> = []
    for name in names where !name.isEmpty && !seen.insert(name).inserted {
      throw reader.failure("the column '\(name)' twice", expected: "each column once", line: record.line)
    }
    let missing = ["path", "label"].filter { !seen.contains($0) }
    guard missing.isEmpty else {
      throw reader.failure(
        "no column \(missing.joined(separator: " and ")) among '\(record.fields.joined(separator: ","))'",
        expected: expected, line: record.line)
    }
    if let split, !seen.contains(split.lowercased()) {
      throw reader.failure(
        "no column '\(split)' among '\(record.fields.joined(separator: ","))'",
        expected: "the column that data.split.column names", line: record.line)
    }
    let fixed: [Kind] = [.path, .label, .recording, .start, .end]
    if let split, fixed.contains(where: { $0.rawValue == split.lowercased() }) {
      throw reader.failure(
        "the column '\(split)' as the split's", expected: "a column of its own", line: record.line)
    }
    kinds = names.map { name in
      if name == split?.lowercased() { return .split }
      return fixed.first { $0.rawValue == name } ?? .other
    }
    splitName = split
    hasUnusedSplit = split == nil && seen.contains("split")
  }
}
