internal import GRDB

extension RunHandle {
  /// Records an epoch and its snapshot: both become visible together, or neither and the snapshot's files are removed.
  ///
  /// Call it once the snapshot's files are written. Costs some milliseconds: the disk is waited for.
  ///
  /// - Parameters:
  ///   - record: the epoch behind the last one recorded.
  ///   - snapshot: the files written at its end.
  /// - Throws: ``ExperimentError/Code/registry`` for an epoch out of turn, ``ExperimentError/Code/inputOutput``.
  public func recordEpoch(_ record: EpochRecord, snapshot: Snapshot?) throws {
    precondition(
      snapshot?.position ?? SnapshotPosition(epoch: record.epoch) == SnapshotPosition(epoch: record.epoch),
      "a snapshot of another time with epoch \(record.epoch)")
    var record = record
    record.attempt = attempt
    record.startedAt = record.startedAt.toMillisecond
    record.finishedAt = record.finishedAt.toMillisecond
    record.snapshot = snapshot
    var sizeBefore: Int?
    do {
      try checkOpen()
      try registry.write { db in
        let done = try Int.fetchOne(
          db, sql: "SELECT epoch_count FROM runs WHERE number = ?", arguments: [number])
        guard record.epoch == (done ?? 0) + 1 else {
          throw ExperimentError(
            .registry, found: "epoch \(record.epoch) of run \(id) behind epoch \(done ?? 0)",
            expected: "epoch \((done ?? 0) + 1)")
        }
        try EpochRows.insert(record, run: number, db)
        sizeBefore = try folder.append(record)
      }
    } catch {
      if let sizeBefore { folder.cutEpochs(to: sizeBefore) }
      if let snapshot { removeFiles(snapshot.ownPaths) }
      throw error
    }
  }

  /// Records a snapshot within an epoch; those within it before give way to it at ``applyRetention(_:)``.
  public func recordSnapshot(_ snapshot: Snapshot) throws {
    do {
      try checkOpen()
      try registry.write { db in try SnapshotRows.insert(snapshot, run: number, db) }
    } catch {
      removeFiles(snapshot.ownPaths)
      throw error
    }
  }

  /// Removes the snapshots that a policy lets go: first their rows, then, once that is safe, their files.
  ///
  /// - Returns: what became of each, in order of time.
  @discardableResult
  public func applyRetention(_ policy: RetentionPolicy) throws -> [RetentionDecision] {
    try checkOpen()
    return try registry.applyRetention(policy, to: number, id)
  }

  /// Records an evaluation; returns its number within the run.
  @discardableResult
  public func recordEvaluation(_ record: EvaluationRecord) throws -> Int {
    try checkOpen()
    return try registry.recordEvaluation(record, of: id)
  }

  /// Records a file that was written into the run's folder.
  public func recordFile(_ file: RunFile) throws {
    try change { db in _ = try FileRows.insert(file.file, kind: file.kind.rawValue, run: number, db) }
  }

  /// Records data files that could not be used.
  public func recordSkippedFiles(_ files: [FileProblem]) throws {
    try change { db in try RunRows.insert(files, run: number, db) }
  }

  /// Records something that the run's owner should know.
  public func recordWarning(_ text: String) throws {
    let warning = RunWarning(attempt: attempt, recordedAt: .nowToMillisecond(), text: text)
    try change { db in try AttemptRows.insert(warning, run: number, db) }
  }

  /// Records seconds spent outside the epochs; those of one phase add up.
  public func recordTiming(_ phase: String, seconds: Double) throws {
    let timing = RunTiming(attempt: attempt, phase: phase, seconds: seconds)
    try change { db in try AttemptRows.add(timing, run: number, db) }
  }

  /// Files of snapshots that are recorded no more. One that stays is removed when the next attempt begins.
  private func removeFiles(_ paths: [String]) { folder.removeFiles(paths) }
}
