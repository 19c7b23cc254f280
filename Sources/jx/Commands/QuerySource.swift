internal import Experiments
internal import Foundation

/// A recording that was asked about: a file, or standard input.
final class QuerySource {
  /// What it is called in the answers.
  let name: String
  private let isStandardInput: Bool
  private var temporaryPath: String?

  private init(name: String, isStandardInput: Bool) {
    self.name = name
    self.isStandardInput = isStandardInput
  }

  /// The recordings that arguments name: files as they are, folders with all recordings below them, `-` for standard input.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` for a folder without recordings.
  static func find(_ arguments: [String]) throws -> [QuerySource] {
    var sources: [QuerySource] = []
    for argument in arguments {
      guard argument != "-" else {
        sources.append(QuerySource(name: "standard input", isStandardInput: true))
        continue
      }
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder),
        isFolder.boolValue
      else {
        sources.append(QuerySource(name: argument, isStandardInput: false))
        continue
      }
      let found = try RecordingFolder(path: argument).recordings
      sources += found.map { QuerySource(name: $0, isStandardInput: false) }
    }
    return sources
  }

  /// A path to read it from; standard input is written to a temporary file first, since decoders go back and forth.
  func open() throws -> String {
    guard isStandardInput else { return name }
    let path = FileManager.default.temporaryDirectory.appending(path: "jx-query-\(UUID().uuidString)").path
    temporaryPath = path
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw ExperimentError(
        .inputOutput, found: "\(path) could not be created",
        expected: "a folder for temporary files that can be written", remedy: "Name another one with TMPDIR.")
    }
    while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
      try file.write(contentsOf: piece)
    }
    try file.close()
    return path
  }

  /// Removes what ``open()`` wrote.
  func close() {
    if let temporaryPath { try? FileManager.default.removeItem(atPath: temporaryPath) }
  }
}
