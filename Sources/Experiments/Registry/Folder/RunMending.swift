internal import Foundation
internal import Glibc

/// Puts a run's folder in line with its rows when a new attempt begins; only the holder of the run's lock may.
struct RunMending {
  let folder: RunFolder

  /// Rewrites `epochs.jsonl` if it holds other epochs than those recorded or ends in the middle of a line, and removes
  /// files in `snapshots` that no recorded snapshot has.
  ///
  /// Lines of recorded epochs stay as they are: they also tell of snapshots whose files were let go since.
  func mend(epochs: [EpochRecord], snapshots: [Snapshot]) throws(ExperimentError) {
    let written = try? folder.readEpochs()
    if written?.isWhole != true || written?.epochs.map(\.epoch) != epochs.map(\.epoch) {
      let lines = Dictionary(
        (written?.epochs ?? []).map { ($0.epoch, $0) }, uniquingKeysWith: { first, _ in first })
      try folder.write(
        epochs.map { recorded in
          guard let line = lines[recorded.epoch], line.attempt == recorded.attempt else { return recorded }
          return line
        })
    }
    let recorded = Set(snapshots.flatMap(\.files).map(\.path) + [SnapshotFormat.frozenPath])
    let snapshotsFolder = folder.path + "/" + SnapshotFormat.folder
    for name in (try? FileManager.default.contentsOfDirectory(atPath: snapshotsFolder)) ?? []
    where !recorded.contains("\(SnapshotFormat.folder)/\(name)") {
      let path = snapshotsFolder + "/" + name
      if unsafe unlink(path) != 0, errno != ENOENT { throw SystemFailure.error("removed", path) }
    }
  }
}
