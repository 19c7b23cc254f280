extension TrainingRun {
  /// Trains a run again as a new one: the same config, recordings, split and seed, from the same weights.
  ///
  /// - Parameters:
  ///   - id: the run; may be trained further since, then for as many epochs.
  ///   - name: the new run's name; nil for the old one's with `-rerun` behind it.
  ///   - overrides: `compute.engine=…` and `compute.threads=…`.
  /// - Throws: ``ExperimentError/Code/invalidData`` naming the files that changed since, other errors as
  ///   ``start(_:labels:)`` does.
  public func rerun(
    _ id: RunID, name: String? = nil, labels: RunLabels = RunLabels(), overrides: [String] = []
  ) throws -> (RunID, RunOutcome) {
    let details = try registry.details(of: id)
    let original = RunResumption(registry: registry, details: details)
    let newName = name ?? Self.derivedName(details.name, "rerun")
    let preparation = try original.preparation(
      overrides: ["name=\(Self.quoted(newName))", "train.epochs=\(details.plannedEpochs)"] + overrides)
    let warnings = original.environmentChanges(preparation, doing: "repeating")
    return try start(
      preparation, labels: labels,
      origin: RunOrigination(parent: RunParent(run: id, kind: .rerun)) { data, digest in
        try original.requireSameData(data)
        guard digest == details.checkpointDigest else {
          throw ExperimentError(
            .invalidData,
            found: "\(details.checkpoint) is not what run \(id) started from: SHA-256 "
              + "\(digest.map { "\($0)" } ?? "of nothing")",
            expected: details.checkpointDigest.map { "\($0)" } ?? "no checkpoint",
            remedy: "Restore it; or start from what is there now: jx fork \(id)")
        }
        return try warnings
          + original.additions(
            in: preparation.catalogue, data: preparation.resolved.config.data)
      })
  }

  /// What a fork of a run would train: the run's config with overrides, on the recordings as they are now.
  ///
  /// - Parameters:
  ///   - name: the new run's name; nil for the parent's with `-fork` behind it, unless an override sets it.
  ///   - overrides: `key=value` each.
  /// - Throws: ``ExperimentError`` at the override or the parent's config.
  public static func preparation(
    forking id: RunID, in registry: Registry, from start: ForkStart = .config, name: String? = nil,
    overrides: [String] = []
  ) throws -> Preparation {
    let details = try registry.details(of: id)
    var all = ["name=\(quoted(name ?? derivedName(details.name, "fork")))"]
    if case .snapshot(let selector) = start {
      // Refuses a snapshot that is not kept before anything else is done.
      _ = try registry.snapshot(selector, of: details)
      if let clash = overrides.first(where: { $0.hasPrefix("model.checkpoint=") }) {
        throw ExperimentError(
          .invalidConfig, found: "a snapshot to start from and --set \(clash)", expected: "one of both")
      }
      all.append("model.checkpoint=\(quoted("run:\(id)@\(selector)"))")
    }
    all += overrides
    if let name { all.append("name=\(quoted(name))") }
    return try Preparation(
      RunConfig.parse(
        Array(details.configText.utf8), path: registry.folderPath(of: id) + "/config.yaml", overrides: all))
  }

  /// Trains what ``preparation(forking:in:from:name:overrides:)`` prepared, as a run that knows its parent.
  ///
  /// It warns where recordings changed since the parent, and where weights of the parent learned from recordings that are
  /// now held out.
  public func fork(
    _ id: RunID, _ preparation: Preparation, labels: RunLabels = RunLabels()
  ) throws -> (RunID, RunOutcome) {
    let details = try registry.details(of: id)
    let parent = RunResumption(registry: registry, details: details)
    return try start(
      preparation, labels: labels,
      origin: RunOrigination(parent: RunParent(run: id, kind: .fork)) { data, _ in
        try parent.differences(data, preparation) + parent.leaks(into: preparation)
      })
  }

  private static func derivedName(_ name: String, _ ending: String) -> String {
    name.isEmpty || name.hasSuffix("-" + ending) ? name : "\(name)-\(ending)"
  }

  /// A text as an override's value: JSON's strings are YAML's.
  private static func quoted(_ text: String) -> String {
    (try? RunJSON.encode(text, isPretty: false)) ?? "\"\""
  }
}
