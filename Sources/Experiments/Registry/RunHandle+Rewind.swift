internal import GRDB

extension RunHandle {
  /// Takes back all that was recorded behind a snapshot, so that it can be trained again: epochs with their figures, and
  /// snapshots. Evaluations stay.
  ///
  /// Call it where the newer snapshots turned out to be damaged. Should it be cut short behind its transaction, the next
  /// attempt mends the folder.
  public func rewind(to position: SnapshotPosition) throws {
    try checkOpen()
    let lastEpoch = position.batch == nil ? position.epoch : position.epoch - 1
    let (epochs, snapshots) = try registry.write { db in
      for snapshot in try SnapshotRows.fetch(run: number, db) where snapshot.position > position {
        try SnapshotRows.apply(RetentionDecision(snapshot: snapshot, reasons: []), run: number, db)
      }
      try EpochRows.delete(behind: lastEpoch, run: number, db)
      return (try EpochRows.fetch(run: number, db), try SnapshotRows.fetch(run: number, db))
    }
    try RunMending(folder: folder).mend(epochs: epochs, snapshots: snapshots)
  }
}
