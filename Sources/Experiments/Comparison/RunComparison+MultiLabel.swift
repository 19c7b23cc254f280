internal import Metrics

extension RunComparison {
  /// The figures of a split's last evaluation, for clips that may have several classes.
  static func multiLabelFigures(of runs: [RunSummary], split: Split) -> [Figure] {
    let fractions = ["subset_accuracy", "macro_f1", "micro_f1", "macro_precision", "macro_recall"]
    let names = fractions + [Metric.macroAveragePrecision.rawValue, "lrap", "hamming_loss", "loss"]
    return names.map { name in
      Figure(
        name: "\(split.rawValue).\(name)", kind: fractions.contains(name) ? .fraction : .number,
        values: runs.map { $0.evaluations[MetricKey(split, name)] })
    }.filter { $0.values.contains { $0 != nil } }
  }

  /// See ``exactDifference``; each run by the thresholds that it has now.
  static func exactDifference(
    _ first: ScoredRun?, _ second: ScoredRun?, in registry: Registry
  ) throws -> ConfidenceInterval? {
    guard let first, let second = try second?.aligned(with: first) else { return nil }
    func table(_ run: ScoredRun) throws -> MultiLabelTable {
      let decision = try registry.decision(of: registry.details(of: run.id))
      return try run.scores.judged(
        at: .clip, by: MultiLabelRule(decision, classCount: run.scores.classes.count))
    }
    let (before, after) = (try table(first), try table(second))
    return try Evidence.difference(before.areRight, after.areRight, recordings: before.recordings)
  }
}
