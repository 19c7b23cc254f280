internal import Foundation

/// All recordings in a folder and the folders below it, whatever their classes.
public struct RecordingFolder: Sendable {
  /// Their paths, sorted, each beginning with the folder's as it was given.
  public let recordings: [String]

  /// Lists a folder; hidden files and what doesn't end like audio are passed over.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` for a folder that can't be listed or holds no recording.
  public init(path: String) throws(ExperimentError) {
    guard let names = FileManager.default.enumerator(atPath: path) else {
      throw ExperimentError(
        .missingFile, found: "'\(path)' cannot be listed", expected: "a folder that may be read")
    }
    let base = path.hasSuffix("/") ? path : path + "/"
    recordings = names.compactMap { $0 as? String }.filter { name in
      let isHidden = name.hasPrefix(".") || name.contains("/.")
      return !isHidden && AudioExtensions.stemLength(of: Array(FilePath.name(of: name).utf8)) != nil
    }.sorted().map { base + $0 }
    guard !recordings.isEmpty else {
      throw ExperimentError(
        .missingFile, found: "'\(path)' holds no recording",
        expected: "files that end in " + AudioExtensions.all.sorted().map { "." + $0 }.joined(separator: " "))
    }
  }
}
