internal import Audio

/// The lines of a manifest, column by column.
struct ManifestRows {
  /// The paths.
  private(set) var files = NameIndex()
  /// The classes, in the order in which they came.
  private(set) var labelNames = NameIndex()
  /// The recordings that the column names.
  private(set) var recordingNames = NameIndex()
  /// The file of each line.
  private(set) var fileOfRow: [Int32] = []
  /// Where the labels of each line begin, and behind the last their number.
  private(set) var labelStarts: [Int32] = [0]
  private(set) var labels: [Int32] = []
  /// The recording of each line, -1 where the cell is empty.
  private(set) var recordings: [Int32] = []
  /// Empty as long as all clips are whole files; NaN for none.
  private(set) var starts: [Double] = []
  private(set) var ends: [Double] = []
  private(set) var splits: [UInt8] = []
  /// The number of each line in the file.
  private(set) var lines: [Int32] = []

  let columns: ManifestColumns
  private let allowsOutsidePaths: Bool

  /// Lines with the most labels.
  private static let mostLabels = 1000

  init(manifest: ClipManifest, columns: ManifestColumns) {
    self.columns = columns
    allowsOutsidePaths = manifest.allowsOutsidePaths
  }

  var count: Int { fileOfRow.count }

  /// Whether some clip has several classes.
  var isMultiLabel: Bool { labels.count > count }

  func span(of row: Int) -> ClipSpan? {
    guard !starts.isEmpty, !starts[row].isNaN else { return nil }
    return ClipSpan(start: starts[row], end: ends[row].isNaN ? nil : ends[row])
  }

  func labels(of row: Int) -> ArraySlice<Int32> { labels[Int(labelStarts[row])..<Int(labelStarts[row + 1])] }

  mutating func append(_ row: inout ManifestRow, line: Int) throws(ManifestRow.Flaw) {
    guard row.fieldCount == columns.kinds.count else {
      throw ManifestRow.Flaw(
        found: row.fieldCount == 1 ? "1 field" : "\(row.fieldCount) fields",
        expected: "\(columns.kinds.count), as in the first line",
        remedy: "a field that holds a comma needs quotes around it")
    }
    guard count < Int32.max - 1 else {
      throw ManifestRow.Flaw(found: "more than \(Int32.max - 1) clips", expected: "fewer")
    }
    try row.normalisePath(allowsOutside: allowsOutsidePaths)
    let span = try row.span()
    if columns.splitName != nil { splits.append(try row.splitCode()) }
    try appendLabels(row.label)
    guard files.names.byteCount + row.path.count < NameTable.byteLimit else {
      throw ManifestRow.Flaw(found: "paths of more than 4 GiB together", expected: "shorter ones")
    }
    if span != nil, starts.isEmpty {
      starts = [Double](repeating: .nan, count: count)
      ends = starts
    }
    if span != nil || !starts.isEmpty {
      starts.append(span?.start ?? .nan)
      ends.append(span?.end ?? .nan)
    }
    fileOfRow.append(Int32(files.index(of: row.path)))
    recordings.append(row.recording.isEmpty ? -1 : Int32(recordingNames.index(of: row.recording)))
    lines.append(Int32(clamping: line))
  }

  private mutating func appendLabels(_ cell: [UInt8]) throws(ManifestRow.Flaw) {
    let first = labels.count
    for part in cell.split(separator: 0x3b, omittingEmptySubsequences: false) {
      guard let label = Self.trimmed(part) else {
        throw ManifestRow.Flaw(
          found: cell.isEmpty ? "no label" : "an empty label in '\(String(decoding: cell, as: UTF8.self))'",
          expected: "a class, or several with ; between them",
          remedy: "clips of nothing need a class, too, such as Noise_noise")
      }
      let text = String(decoding: label, as: UTF8.self)
      guard String(validating: label, as: UTF8.self) != nil, label.count <= 255,
        text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
      else {
        throw ManifestRow.Flaw(
          found: "a label of \(label.count) bytes that can't name a class",
          expected: "UTF-8 of at most 255 bytes without control characters")
      }
      let number = Int32(labelNames.index(of: label))
      guard !labels[first...].contains(number) else {
        throw ManifestRow.Flaw(found: "the label '\(text)' twice in one cell", expected: "each label once")
      }
      labels.append(number)
      guard labels.count - first <= Self.mostLabels else {
        throw ManifestRow.Flaw(found: "more than \(Self.mostLabels) labels", expected: "fewer")
      }
    }
    labelStarts.append(Int32(labels.count))
  }

  /// Without blanks at both ends; nil if nothing is left.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = bytes.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      let last = bytes.lastIndex(where: { $0 != 0x20 && $0 != 0x09 })
    else { return nil }
    return bytes[first...last]
  }
}
