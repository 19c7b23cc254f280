/// Where a manifest's columns stand.
struct ManifestHeader {
  let path: Int
  let split: Int
  let className: Int?
  let columnCount: Int

  init(_ record: CSVRecord?, reader: borrowing CSVReader) throws(ExperimentError) {
    guard let record else {
      throw reader.failure("an empty file", expected: "the columns path and split", line: 1)
    }
    let names = record.fields.map { $0.lowercased() }
    let columns = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    guard let path = columns["path"], let split = columns["split"] else {
      let missing = ["path", "split"].filter { columns[$0] == nil }.joined(separator: " and ")
      throw reader.failure(
        "no column \(missing) among '\(record.fields.joined(separator: ","))'",
        expected: "a first line with the columns path and split", line: record.line)
    }
    self.path = path
    self.split = split
    className = columns["class"]
    columnCount = names.count
  }
}
