internal import Foundation
internal import Metrics
internal import Net

/// Evaluates a plan on a set of examples and puts the outcome into the form of the registry.
struct Evaluator {
  /// The loss that turns logits into probabilities.
  let loss: Loss
  /// The classes in the order of the network's outputs.
  let classes: [String]

  /// Runs a plan over a set.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each batch; true throws ``ExperimentError/Code/interrupted``.
  ///   - progress: called behind each batch with the examples done.
  func scores(
    of set: ExampleSet, by plan: any Plan, isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws(ExperimentError) -> SplitScores {
    var predictor = Predictor(plan: plan)
    let logits = try predictor.logits(of: set, isCancelled: isCancelled, progress: progress)
    return try SplitScores(set: set, logits: logits, loss: loss, classes: classes)
  }

  /// The record of an evaluation; the predictions are written into the run's folder first.
  ///
  /// - Parameters:
  ///   - scores: what the network said.
  ///   - target: on which data.
  ///   - snapshot: of which snapshot.
  ///   - started: when the evaluation began.
  ///   - runFolder: the folder of the run.
  ///   - catalogue: the recordings, for their names.
  func record(
    _ scores: SplitScores, target: EvaluationTarget, snapshot: SnapshotPosition, started: Date,
    runFolder: String, catalogue: Catalogue
  ) throws -> EvaluationRecord {
    let evaluation: Evaluation
    do throws(MetricsError) {
      evaluation = try Evaluation(labels: scores.labels, scores: scores.clipScores)
    } catch {
      throw ExperimentError(.invalidData, found: error.description)
    }
    var record = EvaluationRecord(
      createdAt: .now, target: target, snapshot: snapshot, exampleCount: scores.exampleLabels.count,
      clipCount: scores.clips.count, seconds: Date.now.timeIntervalSince(started))
    record.metrics = [
      "loss": scores.loss, "accuracy": evaluation.accuracy,
      "example_accuracy": scores.exampleAccuracy ?? .nan,
      "balanced_accuracy": evaluation.balancedAccuracy, "macro_f1": evaluation.macro.f1,
    ]
    for top in evaluation.topK where top.k > 1 { record.metrics["top_\(top.k)_accuracy"] = top.accuracy }
    record.classMetrics = [
      "recall": evaluation.classes.map { $0.recall ?? .nan },
      "precision": evaluation.classes.map { $0.precision ?? .nan },
    ]
    record.confusions = ["clips": evaluation.confusion]
    record.predictions = try writePredictions(
      scores, target: target, snapshot: snapshot, runFolder: runFolder, catalogue: catalogue)
    return record
  }

  /// Writes a line a clip: its path, recording, class, predicted class and Σ p² for every class.
  private func writePredictions(
    _ scores: SplitScores, target: EvaluationTarget, snapshot: SnapshotPosition, runFolder: String,
    catalogue: Catalogue
  ) throws(ExperimentError) -> RecordedFile {
    var text = CSVText.line(
      ["path", "recording", "class", "predicted", "examples", "label"] + classes.indices.map { "score_\($0)" }
    )
    let predictions = scores.predictions
    for (row, clip) in scores.clips.enumerated() {
      text += CSVText.line(
        [
          catalogue.relativePath(of: clip), catalogue.recordingName(catalogue.recordingIndex(of: clip)),
          classes[scores.labels[row]], classes[predictions[row]], String(scores.exampleCounts[row]),
          String(scores.labels[row]),
        ] + scores.clipScores.row(row).map { "\($0)" })
    }
    try FileTree.makeFolder(runFolder + "/" + RunFiles.predictions)
    let path = "\(RunFiles.predictions)/\(fileStem(target))-\(snapshot.fileStem).csv"
    try AtomicFile.write(text, to: runFolder + "/" + path)
    return try RecordedFile(hashing: path, in: runFolder)
  }

  private func fileStem(_ target: EvaluationTarget) -> String {
    switch target {
    case .split(let split): split.rawValue
    case .folder(let folder): "folder-" + SHA256.hash(folder).hexadecimal.prefix(8)
    }
  }
}
