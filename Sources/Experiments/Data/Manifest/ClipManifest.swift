/// A CSV file that names the clips of a data set: one line a clip, wherever its file lies.
///
/// RFC 4180 in UTF-8. The first line names the columns, in any order:
///
/// | column | holds |
/// |---|---|
/// | `path` | the audio file, relative to the manifest's folder |
/// | `label` | the clip's class, or several with `;` between them |
/// | `recording` | optional: which clips were cut from one recording; where it is empty or missing the file's name tells |
/// | `start`, `end` | optional: the part of the file that is the clip, in seconds; empty for its beginning and end |
/// | any other | passed over, but for the one that `data.split.column` names: `train`, `validation`, `test` or empty |
///
/// A file may stand on any number of lines with different parts. The manifest is read line by line; of a clip about 50 bytes
/// stay in memory, and the paths of the files.
public struct ClipManifest: Sendable {
  /// Where the file is.
  public let path: String
  /// Whether paths may be absolute, or lead out of the manifest's folder with `..`.
  public let allowsOutsidePaths: Bool
  /// The column that says the split; nil if none is wanted.
  public let splitColumn: String?

  /// A manifest at a path; nothing is read yet.
  public init(path: String, allowsOutsidePaths: Bool = false, splitColumn: String? = nil) {
    self.path = path
    self.allowsOutsidePaths = allowsOutsidePaths
    self.splitColumn = splitColumn
  }

  /// The folder that its paths are relative to.
  public var folder: String { FilePath.folder(of: path) }

  /// Reads the manifest and looks for its files.
  ///
  /// A file that is not there is one of the catalogue's problems; its clips are left out.
  ///
  /// - Parameter recordingPattern: tells the recordings of clips without one in the column `recording`, from the file's name.
  /// - Throws: ``ExperimentError`` with the line for anything but a manifest: a missing column, a line with more or fewer
  ///   fields, a path outside the folder, a clip that stands twice, a part that is none, a label that is none; and if more
  ///   than half of the files are not there.
  public func catalogue(
    recordingPattern: String = RecordingPattern.standard
  ) throws(ExperimentError) -> Catalogue {
    let pattern = try RecordingPattern(recordingPattern)
    var reader = try CSVReader(path: path)
    let columns = try ManifestColumns(try reader.next(), reader: reader, split: splitColumn)
    var rows = ManifestRows(manifest: self, columns: columns)
    var row = ManifestRow()
    while true {
      row.removeAll()
      let line = try reader.next { (column, bytes, _) throws(ExperimentError) in
        row.take(bytes, as: columns.kind(of: column))
      }
      guard let line else { break }
      do throws(ManifestRow.Flaw) { try rows.append(&row, line: line) } catch {
        throw reader.failure(error.found, expected: error.expected, line: line, remedy: error.remedy)
      }
    }
    guard rows.count > 0 else {
      throw reader.failure("a manifest without clips", expected: "a line for each clip", line: 1)
    }
    return try ManifestAssembly(rows, manifest: self, pattern: pattern).catalogue()
  }
}

extension Catalogue {
  /// Lists the data set that a config names.
  ///
  /// - Throws: ``ExperimentError`` as ``scan(folder:recordingPattern:)`` and ``ClipManifest/catalogue(recordingPattern:)`` do.
  public static func scan(_ data: DataConfig) throws(ExperimentError) -> Catalogue {
    guard let manifest = data.clipManifest else {
      return try scan(folder: data.folder ?? "", recordingPattern: data.recording)
    }
    let catalogue = try manifest.catalogue(recordingPattern: data.recording)
    try catalogue.requireTrainable()
    return catalogue
  }
}
