extension SplitAssignment {
  /// Writes the assignment as a manifest with the columns `path,class,recording,split`, whole or not at all.
  ///
  /// Clips in no split are left out, as ``SplitManifest`` reads them.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` with the path and the reason.
  public func write(_ catalogue: Catalogue, to path: String) throws(ExperimentError) {
    requireFit(catalogue)
    var file = try AtomicFile(path: path)
    var text = CSVText.line(SplitManifest.columns)
    for clip in 0..<catalogue.count {
      guard let split = self[clip] else { continue }
      let recording = catalogue.recordingName(catalogue.recordingIndex(of: clip))
      text += CSVText.line(
        [catalogue.relativePath(of: clip), catalogue.labelText(of: clip), recording, split.rawValue])
      if text.utf8.count > 1 << 18 {
        try file.write(unsafe Array(text.utf8).span.bytes)
        text = ""
      }
    }
    try file.write(unsafe Array(text.utf8).span.bytes)
    try file.commit()
  }
}
