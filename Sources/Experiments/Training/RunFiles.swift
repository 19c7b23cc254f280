/// The names of what a training writes into its run's folder, beside what registry and snapshots keep there.
enum RunFiles {
  /// Which clips train, validate and test.
  static let split = "split.csv"
  /// Every file with its size and digest.
  static let data = "data.csv"
  /// Changes of the code that were not committed.
  static let codeDifference = "code.diff"
  /// How answers are made of what the network says.
  static let decision = "decision.json"
  /// The folder of the predictions.
  static let predictions = "predictions"
  /// The folder of TensorBoard's events files.
  static let tensorBoard = "tensorboard"
}

extension RecordedFile {
  /// A file that was just written into a run's folder.
  init(hashing path: String, in runFolder: String) throws(ExperimentError) {
    let (digest, byteCount) = try SHA256.hash(fileAt: runFolder + "/" + path)
    self.init(path: path, byteCount: byteCount, digest: digest)
  }
}
