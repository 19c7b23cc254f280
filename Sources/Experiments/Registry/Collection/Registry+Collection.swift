extension Registry {
  /// Finds what can be removed: deleted runs, snapshots that retention lets go, what stopped writes left behind.
  ///
  /// Removes nothing. A run that a process works on keeps everything.
  public func planCollection() throws -> GarbagePlan {
    try GarbageCollector(registry: self).plan()
  }

  /// Removes what a plan lets go and what may still go: each run is looked at again while its lock is held.
  ///
  /// - Parameter removed: told of each item that is gone.
  /// - Returns: the items that were removed.
  @discardableResult
  public func collect(
    _ plan: GarbagePlan, removed: (GarbageItem) throws -> Void = { _ in }
  ) throws -> [GarbageItem] {
    try GarbageCollector(registry: self).collect(plan, removed: removed)
  }

  /// Lets snapshots go by a policy: first their rows, then, once that is safe, their files.
  func applyRetention(_ policy: RetentionPolicy, to run: Int64, _ id: RunID) throws -> [RetentionDecision] {
    let decisions = try write { db in
      let decisions = policy.decide(
        try SnapshotRows.fetch(run: run, db), figures: try EpochRows.figures(policy.metric, run: run, db))
      for decision in decisions { try SnapshotRows.apply(decision, run: run, db) }
      return decisions
    }
    let (folder, freed) = (folder(of: id), decisions.flatMap(\.freedPaths))
    folder.removeFiles(freed)
    // Names that no row knows must not come back with a power cut: behind a run's end nobody looks for them.
    if !freed.isEmpty {
      try FileDescriptor.synchronize(folder: folder.path + "/" + SnapshotFormat.folder)
    }
    return decisions
  }
}
