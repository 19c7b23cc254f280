internal import Foundation

/// The spans of a Raven selection table or an Audacity label track.
///
/// Raven: columns between tabs, the first line names them; `Begin Time (s)`, `End Time (s)`, `Selection`, `View`, and where a
/// table is for several recordings `Begin File` and `File Offset (s)`. A selection that stands in several views counts once.
/// Audacity: `start`, `end` and `label` between tabs, lines that begin with `\` (frequencies) passed over.
struct LabelFile {
  /// The spans by the stem of their recording's name; the empty key stands for the recording that the file is called after.
  private(set) var spans: [String: [LabelledSpan]] = [:]

  /// The usual names of the column with the label, most specific first.
  private static let labelColumns = [
    "species", "common name", "label", "annotation", "annotations", "species code", "class", "call type",
    "tag",
    "tag 1",
  ]
  private static let longestFile = 1 << 26

  /// Reads a file.
  ///
  /// - Parameter labelColumn: Raven's column with the label; nil for the first of the usual ones.
  /// - Throws: ``ExperimentError`` with the line.
  init(path: String, labelColumn: String?) throws(ExperimentError) {
    let bytes = try FileDescriptor.readAll(path)
    guard bytes.count <= Self.longestFile else {
      throw ExperimentError(
        .invalidData, found: "a label file of \(bytes.count) bytes", expected: "at most 64 MiB")
    }
    try self.init(bytes: bytes, labelColumn: labelColumn)
  }

  init(bytes: [UInt8], labelColumn: String?) throws(ExperimentError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ExperimentError(.invalidData, found: "labels that are not UTF-8", remedy: "save them as UTF-8")
    }
    let whole = text.hasPrefix("\u{feff}") ? text.dropFirst() : text[...]
    let lines = whole.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard let first = lines.first(where: { !$0.isEmpty }) else { return }
    let columns = Self.cells(first).map { $0.lowercased() }
    if columns.contains("begin time (s)") {
      try readTable(lines, columns: columns, labelColumn: labelColumn?.lowercased())
    } else {
      try readTrack(lines)
    }
  }

  /// The stem of the recording that a label file is called after: without `.txt` and what Raven and BirdNET put before it.
  static func stem(ofFile name: String) -> String {
    var stem = name.lowercased().hasSuffix(".txt") ? String(name.dropLast(4)) : name
    for suffix in [".selections", ".selection.table", ".birdnet", ".labels"]
    where stem.lowercased().hasSuffix(suffix) {
      stem.removeLast(suffix.count)
    }
    let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 2, parts[parts.count - 2].lowercased() == "table", Int(parts[parts.count - 1]) != nil {
      stem = parts.dropLast(2).joined(separator: ".")
    }
    return stem
  }

  private static func cells(_ line: Substring) -> [Substring] {
    line.split(separator: "\t", omittingEmptySubsequences: false)
  }

  private mutating func readTable(
    _ lines: [Substring], columns: [String], labelColumn: String?
  ) throws(ExperimentError) {
    let places = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    let label = labelColumn.map { places[$0] } ?? Self.labelColumns.lazy.compactMap { places[$0] }.first
    guard let start = places["begin time (s)"], let end = places["end time (s)"], let label else {
      throw ExperimentError(
        .invalidData, found: "a selection table with the columns \(columns.joined(separator: ", "))",
        expected: "Begin Time (s), End Time (s) and "
          + (labelColumn.map { "'\($0)'" } ?? "one with the label, such as Species"),
        remedy: "--label-column names it")
    }
    let headLine = lines.firstIndex { !$0.isEmpty } ?? 0
    var seen: Set<String> = []
    for (index, line) in lines.enumerated() where index > headLine && !line.isEmpty {
      let cells = Self.cells(line)
      guard cells.count >= columns.count else {
        throw Self.failure("\(cells.count) cells", expected: "\(columns.count), as in the first line", index)
      }
      let file = places["begin file"].map { Self.fileStem(cells[$0]) } ?? ""
      if let selection = places["selection"],
        !seen.insert(file + "\t" + cells[selection]).inserted
      {
        continue
      }
      var span = try Self.span(cells[start], cells[end], String(cells[label]), index)
      if let offset = places["file offset (s)"], let seconds = Double(String(cells[offset])) {
        span = LabelledSpan(start: seconds, end: seconds + span.end - span.start, label: span.label)
      }
      spans[file, default: []].append(span)
    }
  }

  private static func fileStem(_ cell: Substring) -> String {
    let name = FilePath.name(of: cell.trimmingCharacters(in: .whitespaces).replacing("\\", with: "/"))
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  private mutating func readTrack(_ lines: [Substring]) throws(ExperimentError) {
    for (index, line) in lines.enumerated() where !line.isEmpty && line.first != "\\" {
      let cells = Self.cells(line)
      guard cells.count == 3 else {
        throw Self.failure(
          "\(cells.count) cells", expected: "start, end and label between tabs, or Raven's table", index)
      }
      spans["", default: []].append(try Self.span(cells[0], cells[1], String(cells[2]), index))
    }
  }

  private static func span(
    _ start: Substring, _ end: Substring, _ label: String, _ index: Int
  ) throws(ExperimentError) -> LabelledSpan {
    guard let first = Double(start.trimmingCharacters(in: .whitespaces)),
      let last = Double(end.trimmingCharacters(in: .whitespaces)), first >= 0, first <= last, last < 1e9
    else {
      throw failure("a span from '\(start)' to '\(end)'", expected: "0 ≤ start ≤ end, in seconds", index)
    }
    let label = label.trimmingCharacters(in: .whitespaces)
    guard ClipNaming.sanitized(label) != nil else {
      throw failure("the label '\(label)'", expected: "letters or digits", index)
    }
    return LabelledSpan(start: first, end: last, label: label)
  }

  private static func failure(_ found: String, expected: String, _ index: Int) -> ExperimentError {
    ExperimentError(.invalidData, found: "line \(index + 1): \(found)", expected: expected)
  }
}
