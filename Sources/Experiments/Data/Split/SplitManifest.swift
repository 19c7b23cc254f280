/// A CSV file that says which split each clip belongs to.
///
/// The first record names the columns. `path` is `<class>/<clip>` below the data folder, `split` is `train`,
/// `validation` or `test`, in any case. A column `class`, if there is one, must agree with the folder; other columns
/// are passed over. Clips that are not mentioned are not used. This is also the form of a run's `split.csv`.
public struct SplitManifest: Sendable {
  /// The columns of a written manifest.
  static let columns = ["path", "class", "recording", "split"]

  /// Where the file is.
  public let path: String

  /// The manifest at a path; nothing is read yet.
  public init(path: String) { self.path = path }

  /// Reads the split of a catalogue's clips, in memory of 5 bytes a clip whatever the length of the file.
  ///
  /// Leaks and classes without training clips are not looked for here; ``SplitAssignment/make(_:rule:seed:allowLeaks:)``
  /// does.
  ///
  /// - Throws: ``ExperimentError`` with the line for a missing column, a path that is unknown, outside the folder or
  ///   given twice, a split or class that is none.
  public func assignment(of catalogue: Catalogue) throws(ExperimentError) -> SplitAssignment {
    var reader = try CSVReader(path: path)
    let first = try reader.next()
    let header = try ManifestHeader(first, reader: reader)
    var assignment = SplitAssignment(clipCount: catalogue.count)
    var lines = [Int32](repeating: 0, count: catalogue.count)
    while let record = try reader.next() {
      guard record.fields.count == header.columnCount else {
        throw reader.failure(
          "\(record.fields.count) fields", expected: "\(header.columnCount), as in the first line",
          line: record.line)
      }
      let clip = try clip(record.fields[header.path], in: catalogue, line: record.line, reader: reader)
      guard let split = Split(rawValue: record.fields[header.split].lowercased()) else {
        throw reader.failure(
          "the split '\(record.fields[header.split])'", expected: "train, validation or test",
          line: record.line)
      }
      let className = catalogue.labelText(of: clip)
      if let column = header.className, record.fields[column] != className {
        throw reader.failure(
          "the class '\(record.fields[column])' for a clip of '\(className)'", line: record.line)
      }
      guard lines[clip] == 0 else {
        throw reader.failure(
          "'\(catalogue.relativePath(of: clip))' again",
          expected: "each clip once; it stands on line \(lines[clip]) too",
          line: record.line)
      }
      lines[clip] = Int32(clamping: record.line)
      assignment[clip] = split
    }
    return assignment
  }

  private func clip(
    _ text: String, in catalogue: Catalogue, line: Int, reader: borrowing CSVReader
  ) throws(ExperimentError) -> Int {
    // The usual case first: most manifests hold the path as it is.
    if let clip = catalogue.clip(at: text) { return clip }
    var parts: [Substring] = []
    var isOutside = false
    let isAbsolute = text.utf8.first == 0x2f
    let prefix = catalogue.folder.hasSuffix("/") ? catalogue.folder : catalogue.folder + "/"
    let isBelowFolder = text.hasPrefix(prefix)
    if isAbsolute && !isBelowFolder { isOutside = true }
    for part in (isBelowFolder && isAbsolute ? text.dropFirst(prefix.count) : text[...]).split(separator: "/")
    {
      if part == ".." {
        if parts.popLast() == nil { isOutside = true }
      } else if part != "." {
        parts.append(part)
      }
    }
    guard !isOutside else {
      throw reader.failure(
        "'\(text)' is outside the data folder '\(catalogue.folder)'",
        expected: "the path of a clip below it",
        line: line)
    }
    guard let clip = catalogue.clip(at: parts.joined(separator: "/")) else {
      throw reader.failure(
        "there is no clip '\(text)' in '\(catalogue.place)'",
        expected: catalogue.manifest == nil ? "<class>/<clip> below it" : "a clip as that manifest names it",
        line: line,
        remedy: "remove the line or restore the file")
    }
    return clip
  }
}
