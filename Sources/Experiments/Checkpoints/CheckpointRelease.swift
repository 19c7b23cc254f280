internal import Foundation
public import Net

/// A published file that is named by a word: checkpoints that a config starts from, and what belongs to them.
public enum CheckpointRelease: String, Sendable, Hashable, CaseIterable {
  /// Google's VGGish (Hershey et al. 2017), TensorFlow V1, about 289 MB.
  case google
  /// The parameters of Google's postprocessor of embeddings, npz, about 73 kB.
  case googlePCA = "google-pca"
  /// jibjib's classifier with all variables of its training, TensorFlow V2 in a compressed archive.
  case jibjib

  /// The environment variable that names a folder to look in first.
  public static let folderVariable = "JX_CHECKPOINTS"

  /// The environment variable that names the address of a folder with the files, to fetch from instead.
  public static let mirrorVariable = "JX_CHECKPOINT_MIRROR"

  /// Where it is fetched from: its publisher, or the mirror in `JX_CHECKPOINT_MIRROR`.
  public var address: String {
    guard let mirror = ProcessInfo.processInfo.environment[Self.mirrorVariable], !mirror.isEmpty else {
      return publishedAddress
    }
    return mirror + (mirror.hasSuffix("/") ? "" : "/") + fileName
  }

  private var publishedAddress: String {
    switch self {
    case .google: "https://storage.googleapis.com/audioset/vggish_model.ckpt"
    case .googlePCA: "https://storage.googleapis.com/audioset/vggish_pca_params.npz"
    case .jibjib: "https://s3-eu-west-1.amazonaws.com/jibjib/model/jibjib_model_raw.tgz"
    }
  }

  /// The name of its file.
  public var fileName: String {
    switch self {
    case .google: "vggish_model.ckpt"
    case .googlePCA: "vggish_pca_params.npz"
    case .jibjib: "jibjib_model_raw.tgz"
    }
  }

  /// Where it is looked for: the folder in `JX_CHECKPOINTS`, `input`, and `checkpoints` in the user's cache folder.
  public static var knownFolders: [String] { (namedFolder.map { [$0] } ?? []) + ["input", cacheFolder] }

  /// Where it is fetched to unless another folder is asked for: the one in `JX_CHECKPOINTS`, or the user's cache.
  public static var fetchFolder: String { namedFolder ?? cacheFolder }

  private static var cacheFolder: String { ExampleCache.defaultFolder + "/checkpoints" }

  private static var namedFolder: String? {
    ProcessInfo.processInfo.environment[folderVariable].flatMap { $0.isEmpty ? nil : $0 }
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
        "jx checkpoint fetch \(rawValue), or put it by hand into input/ or the folder that \(Self.folderVariable) names"
    )
  }

  /// Makes sure that a file is the one that is published under the name, as far as that shows: readable, with valid
  /// checksums, and with the variables that it is wanted for.
  ///
  /// - Throws: ``NetError``.
  public func verify(fileAt path: String) throws(NetError) {
    let checkpoint = try Checkpoint(path: path)
    let wanted =
      self == .googlePCA ? EmbeddingPostprocessor.variables : ["vggish/conv1/weights", "vggish/fc2/weights"]
    for name in wanted where checkpoint.variable(named: name) == nil {
      throw NetError(
        .malformedFile, found: "\(path) has no variable '\(name)'", expected: "what \(fileName) holds")
    }
    // What lies in an archive was read to its end, and its checksum compared, when it was opened.
    guard checkpoint.member == nil else { return }
    for variable in checkpoint.variables where variable.element != nil {
      try checkpoint.forEachPiece(of: variable.shape.name) { _ in }
    }
  }
}

extension CheckpointSource {
  /// The published file that it stands for; nil for the others.
  public var release: CheckpointRelease? {
    switch self {
    case .google: .google
    case .jibjib: .jibjib
    case .none, .file, .run: nil
    }
  }
}
