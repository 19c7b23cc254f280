extension CheckpointFormat {
  /// The format that the ending of a path names; nil for another ending, as TensorFlow's files may have any.
  public init?(ofPath path: String) {
    if path.hasSuffix(".safetensors") {
      self = .safetensors
    } else if path.hasSuffix(".npz") {
      self = .npz
    } else if BundleName.prefix(of: path) != nil {
      self = .tensorflowV2
    } else {
      return nil
    }
  }

  /// The files of a checkpoint of this format at a path or prefix; for TensorFlow's second format the data file, then the
  /// index.
  public func filePaths(_ path: String) -> [String] {
    guard self == .tensorflowV2 else { return [path] }
    let prefix = BundleName.prefix(of: path) ?? path
    return [prefix + BundleName.shardSuffix(0, of: 1), prefix + BundleName.indexSuffix]
  }

  /// The file of the graph beside a checkpoint of TensorFlow's second format.
  public static func tensorflowGraphPath(_ path: String) -> String {
    (BundleName.prefix(of: path) ?? path) + ".meta"
  }
}
