internal import GRDB

extension Registry {
  /// All that is recorded of a run but its epochs, snapshots and evaluations.
  public func details(of id: RunID) throws -> RunDetails {
    let number = try number(of: id)
    var details = try read { db in try RunRows.fetch(run: number, db) }
    if details.status == .running, !liveState(of: id, lastProcess: details.attempts.last?.process).isHeld {
      if try hasEnded(number) { return try self.details(of: id) }
      details.status = .crashed
      if let last = details.attempts.indices.last, details.attempts[last].status == .running {
        details.attempts[last].status = .crashed
      }
    }
    return details
  }

  /// A run's epochs in order, with all their figures.
  public func epochs(of id: RunID) throws -> [EpochRecord] {
    let number = try number(of: id)
    return try read { db in try EpochRows.fetch(run: number, db) }
  }

  /// One figure of a run by epoch.
  public func figures(_ key: MetricKey, of id: RunID) throws -> [Int: Double] {
    let number = try number(of: id)
    return try read { db in try EpochRows.figures(key, run: number, db) }
  }

  /// A run's evaluations, first to last.
  public func evaluations(of id: RunID) throws -> [EvaluationRecord] {
    let number = try number(of: id)
    return try read { db in try EvaluationRows.fetch(run: number, db) }
  }

  /// A run's snapshots in order of time.
  public func snapshots(of id: RunID) throws -> [Snapshot] {
    let number = try number(of: id)
    return try read { db in try SnapshotRows.fetch(run: number, db) }
  }

  /// One of a run's snapshots.
  ///
  /// - Parameters:
  ///   - selector: which.
  ///   - policy: what `best` means.
  /// - Throws: ``ExperimentError/Code/snapshot`` naming those that there are.
  public func snapshot(
    _ selector: SnapshotSelector, of id: RunID, bestBy policy: RetentionPolicy
  ) throws -> Snapshot {
    let snapshots = try snapshots(of: id)
    let found: Snapshot?
    switch selector {
    case .last: found = snapshots.last
    case .epoch(let epoch): found = snapshots.first { $0.position == SnapshotPosition(epoch: epoch) }
    case .best:
      let ranking = policy.ranking(of: try figures(policy.metric, of: id))
      let ends = snapshots.filter { $0.position.batch == nil }
      found = ranking.lazy.compactMap { epoch in ends.first { $0.position.epoch == epoch } }.first
    }
    guard let found else {
      let kept = snapshots.map(\.position.description).joined(separator: "; ")
      throw ExperimentError(
        .snapshot, found: "run \(id) keeps no snapshot '\(selector)'",
        expected: kept.isEmpty ? "a run with a snapshot" : "one of \(kept)")
    }
    return found
  }

  /// How far a run had come when it last said so; nil if unknown.
  public func progress(of id: RunID) -> RunProgress? {
    liveState(of: id, lastProcess: nil).progress
  }

  /// Whether a process works on a run, and how far the run has come.
  func liveState(of id: RunID, lastProcess: ProcessIdentity?) -> (isHeld: Bool, progress: RunProgress?) {
    RunLock.state(at: folder(of: id).lockPath, lastProcess: lastProcess)
  }
}
