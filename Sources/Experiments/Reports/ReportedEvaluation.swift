internal import Metrics

/// The figures of a run on one split that pictures and reports show.
struct ReportedEvaluation {
  /// What it is of, in words: `test split, snapshot of epoch 12`.
  let title: String
  /// How often each class was taken for each, by clips.
  let confusion: ConfusionMatrix
  /// The evaluation itself; nil where the figures are those of the best epoch's validation.
  let record: EvaluationRecord?

  /// A run's newest evaluation on a split; for validation without one, what its best epoch recorded.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` if the run has none, with the command that makes one.
  init(of details: RunDetails, split: Split, in registry: Registry) throws {
    let records = try registry.evaluations(of: details.id).filter { $0.target == .split(split) }
    if let record = records.last(where: { $0.confusions["clips"] != nil }),
      let matrix = record.confusions["clips"]
    {
      title = "\(split.rawValue) split, snapshot of \(record.snapshot)"
      confusion = matrix
      self.record = record
      return
    }
    guard records.isEmpty else {
      throw ExperimentError(
        .unsupported, found: "clips that may have several classes, in the \(split.rawValue) split",
        expected: "one class a clip, as a matrix of confusions needs",
        remedy:
          "jx eval \(details.id) --split \(split.rawValue) lists what is missed and what is said instead")
    }
    let key = MetricKey(split, "clips")
    let loss = MetricKey(split, "loss")
    let epochs = try registry.epochs(of: details.id).filter { $0.confusions[key] != nil }
    let best = epochs.min { ($0.metrics[loss] ?? .infinity) < ($1.metrics[loss] ?? .infinity) }
    guard let best, let matrix = best.confusions[key] else {
      throw ExperimentError(
        .invalidData, found: "run \(details.id) has no evaluation on the \(split.rawValue) split",
        remedy: "jx eval \(details.id) --split \(split.rawValue)")
    }
    title = "\(split.rawValue) split, epoch \(best.epoch)"
    confusion = matrix
    record = nil
  }
}
