internal import Foundation

/// `data.csv` in a run's folder: every file the run uses with its size and SHA-256, columns `path,bytes,sha256`.
struct DataList: Sendable, Hashable {
  /// One file.
  struct File: Sendable, Hashable {
    /// `<class>/<clip>` below the data folder.
    var path: String
    /// Its size.
    var byteCount: Int
    /// The SHA-256 of its bytes; nil where it could not be read.
    var digest: Digest?
  }

  /// The files in the catalogue's order.
  var files: [File]

  private static let columns = ["path", "bytes", "sha256"]

  /// A list of files.
  init(files: [File]) { self.files = files }

  /// The files that have a split.
  init(_ preparation: Preparation, contents: [Digest?]) {
    let catalogue = preparation.catalogue
    files = (0..<catalogue.count).filter { preparation.split[$0] != nil }.map {
      File(
        path: catalogue.relativePath(of: $0), byteCount: Int(catalogue.byteCount(of: $0)),
        digest: contents[$0])
    }
  }

  /// Reads a list that ``write(to:)`` wrote.
  init(path: String) throws(ExperimentError) {
    var reader = try CSVReader(path: path)
    files = []
    guard let header = try reader.next(), header.fields == Self.columns else {
      throw reader.failure(
        "another first line", expected: Self.columns.joined(separator: ","), line: 1,
        remedy: "restore the file from a copy of the run's folder")
    }
    while let record = try reader.next() {
      guard record.fields.count == 3, let byteCount = Int(record.fields[1]) else {
        throw reader.failure("a line that is no file with its size and digest", line: record.line)
      }
      files.append(
        File(
          path: record.fields[0], byteCount: byteCount, digest: Digest(hexadecimal: record.fields[2])))
    }
  }

  /// Writes the list, whole or not at all.
  func write(to path: String) throws(ExperimentError) {
    try AtomicFile.write(text, to: path)
  }

  /// The fingerprint of the data.
  func fingerprint(folder: String) -> DataFingerprint {
    DataFingerprint(
      folder: folder, fileCount: files.count, byteCount: files.reduce(0) { $0 + $1.byteCount },
      digest: SHA256.hash(text))
  }

  private var text: String {
    files.reduce(into: CSVText.line(Self.columns)) { text, file in
      text += CSVText.line([file.path, String(file.byteCount), file.digest?.hexadecimal ?? ""])
    }
  }
}
