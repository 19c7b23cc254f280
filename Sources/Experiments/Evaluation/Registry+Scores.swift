public import Metrics

extension Registry {
  /// The scores of every example that a run's last evaluation of some clips by a snapshot left.
  ///
  /// - Returns: the scores and the record of their evaluation; nil where there was none, or none that kept its scores.
  /// - Throws: ``ExperimentError`` for scores that are gone or damaged.
  public func storedScores(
    of id: RunID, on target: EvaluationTarget, snapshot: SnapshotPosition
  ) throws -> (record: EvaluationRecord, scores: ExampleScores)? {
    let record = try evaluations(of: id).last {
      $0.target == target && $0.snapshot == snapshot && $0.scores != nil
    }
    guard let record, let file = record.scores else { return nil }
    return (record, try ScoreFile.read(file, in: folderPath(of: id)))
  }
}

extension Registry {
  /// What is missed and what is said instead in an evaluation's clips, by the run's thresholds; nil where each clip has one class, or
  /// where no scores were kept.
  ///
  /// - Throws: ``ExperimentError`` for scores that are gone or damaged.
  public func multiLabelConfusion(of record: EvaluationRecord, run id: RunID) throws -> MultiLabelConfusion? {
    guard record.metrics["subset_accuracy"] != nil, let file = record.scores else { return nil }
    let scores = try ScoreFile.read(file, in: folderPath(of: id))
    let rule = try MultiLabelRule(decision(of: details(of: id)), classCount: scores.classes.count)
    return try scores.judged(at: .clip, by: rule).confusion()
  }
}

extension RunEvaluation {
  /// The scores of every example of a split, as stored; a split that was not evaluated before is evaluated and recorded.
  ///
  /// - Throws: ``ExperimentError`` as ``evaluate(_:split:snapshot:)`` does.
  public func scores(
    of id: RunID, split: Split, snapshot: SnapshotSelector = .best
  ) throws -> (record: EvaluationRecord, scores: ExampleScores) {
    let position = try registry.snapshot(snapshot, of: registry.details(of: id)).position
    if let stored = try registry.storedScores(of: id, on: .split(split), snapshot: position) { return stored }
    let record = try evaluate(id, split: split, snapshot: snapshot)
    guard let file = record.scores else {
      throw ExperimentError(.registry, found: "evaluation \(record.number) of run \(id) kept no scores")
    }
    return (record, try ScoreFile.read(file, in: registry.folderPath(of: id)))
  }

  /// Fits a run's calibration and thresholds on its validation split and saves them with it.
  ///
  /// - Parameters:
  ///   - id: the run.
  ///   - method: how confidences are calibrated.
  ///   - goal: what the thresholds shall achieve.
  ///   - noiseClasses: the classes that are no bird; nil for those that were.
  /// - Returns: the rule and the scores that it was fitted on.
  /// - Throws: ``ExperimentError``: the run has no validation split, or not that class.
  public func calibrate(
    _ id: RunID, method: Calibration.Method, goal: ClassThresholds.Goal, noiseClasses: [String]? = nil,
    snapshot: SnapshotSelector = .best
  ) throws -> (rule: DecisionRule, scores: ExampleScores) {
    let details = try registry.details(of: id)
    var rule = try registry.decision(of: details)
    if let noiseClasses {
      for name in noiseClasses where !details.classes.contains(name) {
        throw ExperimentError(
          .invalidConfig, found: "run \(id) has no class '\(name)'", expected: "one of its classes",
          remedy: NearestName.suggestion(for: name, among: details.classes).map { "Did you mean '\($0)'?" }
            ?? "")
      }
      rule.noiseClasses = noiseClasses
    }
    let (record, scores) = try scores(of: id, split: .validation, snapshot: snapshot)
    try rule.fit(to: scores, of: record, method: method, goal: goal)
    try registry.save(rule, of: id)
    return (rule, scores)
  }
}
