internal import Foundation

/// A published checkpoint that a config names by a word.
public enum CheckpointRelease: String, Sendable, Hashable, CaseIterable {
  /// Google's VGGish (Hershey et al. 2017), TensorFlow V1, about 289 MB.
  case google
  /// jibjib's classifier with all variables of its training, TensorFlow V2 in a compressed archive.
  case jibjib

  /// The environment variable that names a folder to look in first.
  public static let folderVariable = "JX_CHECKPOINTS"

  /// Where its publisher offers it.
  public var address: String {
    switch self {
    case .google: "https://storage.googleapis.com/audioset/vggish_model.ckpt"
    case .jibjib: "https://s3-eu-west-1.amazonaws.com/jibjib/model/jibjib_model_raw.tgz"
    }
  }

  /// The name of its file.
  public var fileName: String {
    switch self {
    case .google: "vggish_model.ckpt"
    case .jibjib: "jibjib_model_raw.tgz"
    }
  }

  /// Where it is looked for: the folder in `JX_CHECKPOINTS`, `input`, and `checkpoints` in the user's cache folder.
  public static var knownFolders: [String] {
    let named = ProcessInfo.processInfo.environment[folderVariable].flatMap { $0.isEmpty ? nil : $0 }
    return (named.map { [$0] } ?? []) + ["input", ExampleCache.defaultFolder + "/checkpoints"]
  }

  /// The path of its file, from the first of the folders that has it; nil if none has.
  public func path(in folders: [String] = knownFolders) -> String? {
    folders.map { $0 + "/" + fileName }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// What to tell someone whose folders all lack it.
  ///
  /// - Parameter place: where it was asked for, such as a config's line.
  public func missing(from folders: [String] = knownFolders, place: String? = nil) -> ExperimentError {
    ExperimentError(
      .missingFile,
      found:
        "the checkpoint '\(rawValue)' needs \(fileName), which is in none of \(folders.joined(separator: ", "))",
      expected: "the file from \(address)", place: place,
      remedy:
        "Download it there and put it into input/, or into another folder that \(Self.folderVariable) names.")
  }
}
