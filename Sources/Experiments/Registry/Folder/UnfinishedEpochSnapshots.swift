internal import Foundation

/// Finds snapshots within an epoch by their files: no epoch's line mentions them.
struct UnfinishedEpochSnapshots {
  let folder: RunFolder

  /// The snapshots whose values and state are there; their digests are computed anew.
  func find() throws(ExperimentError) -> [Snapshot] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + SnapshotFormat.folder)) ?? []
    var snapshots: [Snapshot] = []
    for name in names {
      guard let position = SnapshotPosition(fileStem: String(name.prefix { $0 != "." })),
        position.batch != nil,
        SnapshotFormat.valuesPath(position) == "\(SnapshotFormat.folder)/\(name)",
        names.contains("\(position.fileStem).state.safetensors")
      else { continue }
      let hasFrozen = names.contains { "\(SnapshotFormat.folder)/\($0)" == SnapshotFormat.frozenPath }
      let values = try record(SnapshotFormat.valuesPath(position))
      snapshots.append(
        Snapshot(
          position: position, step: try SnapshotReader(runFolder: folder.path).step(in: values),
          values: values,
          state: try record(SnapshotFormat.statePath(position)),
          frozen: hasFrozen ? try record(SnapshotFormat.frozenPath) : nil))
    }
    return snapshots
  }

  private func record(_ path: String) throws(ExperimentError) -> RecordedFile {
    let (digest, byteCount) = try SHA256.hash(fileAt: folder.path + "/" + path)
    return RecordedFile(path: path, byteCount: byteCount, digest: digest)
  }
}
