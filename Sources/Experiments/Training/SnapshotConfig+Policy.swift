extension SnapshotConfig {
  /// Which snapshots stay. Without a validation split nothing can be called best, and only the last ones do.
  func policy(hasValidation: Bool) -> RetentionPolicy {
    RetentionPolicy(
      keepBest: hasValidation ? keepBest : 0, keepLast: keepLast, keepEvery: keepEvery, metric: bestBy.key,
      goal: bestBy.goal)
  }
}

extension Registry {
  /// The resolved config of a run.
  func config(of details: RunDetails) throws(ExperimentError) -> ResolvedConfig {
    try RunConfig.parse(
      Array(details.configText.utf8), path: folderPath(of: details.id) + "/config.yaml")
  }

  /// One of a run's snapshots; `best` by the run's own figure, or the last if it has no validation split.
  public func snapshot(_ selector: SnapshotSelector, of details: RunDetails) throws -> Snapshot {
    let config = try config(of: details).config
    let policy = config.snapshots.policy(hasValidation: true)
    guard case .best = selector, try figures(policy.metric, of: details.id).isEmpty else {
      return try snapshot(selector, of: details.id, bestBy: policy)
    }
    return try snapshot(.last, of: details.id, bestBy: policy)
  }
}
