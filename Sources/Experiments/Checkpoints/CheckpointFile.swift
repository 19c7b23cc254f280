internal import Foundation
public import Net

/// A checkpoint that was written: its files and their size together.
public struct CheckpointFile: Sendable, Hashable {
  /// The files: one, or the data file and the index of TensorFlow's second format.
  public let paths: [String]
  /// The size of all of them.
  public let byteCount: Int

  /// Writes variables as a checkpoint that appears whole or not at all, replacing one of the same path.
  ///
  /// - Parameters:
  ///   - source: the variables; those that are no numbers are left out.
  ///   - format: the format.
  ///   - path: the file's path; of TensorFlow's second format the prefix of its files, or the path of one.
  ///   - metadata: free strings for the formats that have room for them, which is safetensors.
  ///   - progress: called with the bytes written so far; what it throws ends the writing.
  /// - Throws: ``ExperimentError`` for files that can't be written, ``NetError`` for what the format can't hold, and what
  ///   reading the source throws. Nothing is left behind then.
  public static func write(
    _ source: some VariableSource, as format: CheckpointFormat, to path: String,
    metadata: [String: String] = [:], progress: (Int) throws -> Void = { _ in }
  ) throws -> CheckpointFile {
    let paths = format.filePaths(path)
    var byteCount = 0
    func count(_ bytes: RawSpan) throws {
      byteCount += bytes.byteCount
      try progress(byteCount)
    }
    var file = try AtomicFile(path: paths[0])
    if format == .tensorflowV2 {
      var index = try AtomicFile(path: paths[1])
      try source.writeTensorFlowV2 { bytes in
        try file.write(bytes)
        try count(bytes)
      } index: { bytes in
        try index.write(bytes)
        try count(bytes)
      }
      // Without its index a data file is nothing, so that old and new files never pass for one checkpoint.
      try? FileManager.default.removeItem(atPath: paths[1])
      try file.commit()
      try index.commit()
    } else {
      try source.write(format, metadata: metadata) { bytes in
        try file.write(bytes)
        try count(bytes)
      }
      try file.commit()
    }
    return CheckpointFile(paths: paths, byteCount: byteCount)
  }
}

extension VariableSource {
  /// Writes a format of one file.
  fileprivate func write(
    _ format: CheckpointFormat, metadata: [String: String], to sink: (RawSpan) throws -> Void
  ) throws {
    switch format {
    case .safetensors: try writeSafetensors(metadata: metadata, to: sink)
    case .npz: try writeNPZ(to: sink)
    case .tensorflowV1: try writeTensorFlowV1(to: sink)
    case .tensorflowV2: preconditionFailure("TensorFlow's second format is two files")
    }
  }
}
