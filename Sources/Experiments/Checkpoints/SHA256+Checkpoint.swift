internal import Net

extension SHA256 {
  /// The digest of a checkpoint's file; of several, of their bytes one after the other, the index first.
  static func hash(_ checkpoint: Checkpoint) throws(ExperimentError) -> Digest {
    var hash = SHA256()
    for path in checkpoint.files {
      let file = try FileDescriptor(reading: path)
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = try file.read(into: &buffer)
        if count == 0 { break }
        hash.update(unsafe buffer.span.extracting(0..<count).bytes)
      }
    }
    return hash.finish()
  }
}
