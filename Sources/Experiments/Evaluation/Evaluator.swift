internal import Foundation
internal import Metrics
internal import Net

/// Evaluates a plan on a set of examples and puts the outcome into the form of the registry.
struct Evaluator {
  /// The loss that turns logits into probabilities.
  let loss: Loss
  /// The classes in the order of the network's outputs.
  let classes: [String]
  /// How the examples of a clip or recording become one row of scores.
  let aggregation: Aggregation
  /// The class that is no bird; nil for none.
  var background: String?
  /// How clips that may have several classes are judged; nil for one half for every class.
  var multiLabelRule: MultiLabelRule?
  /// The recordings, for their names.
  let catalogue: Catalogue
  /// The digest of each clip's file, in the catalogue's order.
  let contents: [Digest?]

  /// Runs a plan over a set.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each batch; true throws ``ExperimentError/Code/interrupted``.
  ///   - progress: called behind each batch with the examples done.
  func scores(
    of set: ExampleSet, by plan: any Plan, isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws(ExperimentError) -> ExampleScores {
    var predictor = Predictor(plan: plan)
    let logits = try predictor.logits(of: set, isCancelled: isCancelled, progress: progress)
    var counts = [Int](repeating: 0, count: set.clips.count)
    for clip in set.clipOfExample { counts[Int(clip)] += 1 }
    let clips = zip(set.clips, set.labels).enumerated().map { position, clip in
      EvaluatedClip(
        path: catalogue.relativePath(of: clip.0),
        recording: catalogue.recordingName(catalogue.recordingIndex(of: clip.0)), label: clip.1,
        labels: set.labelSets.map { Array($0[position]) }, exampleCount: counts[position],
        digest: contents[clip.0])
    }
    return try ExampleScores(classes: classes, activation: loss, clips: clips, logits: logits)
  }

  /// The record of an evaluation; scores and predictions are written into the run's folder first.
  ///
  /// - Parameters:
  ///   - scores: what the network said.
  ///   - target: on which data.
  ///   - snapshot: of which snapshot.
  ///   - started: when the evaluation began.
  ///   - runFolder: the folder of the run.
  func record(
    _ scores: ExampleScores, target: EvaluationTarget, snapshot: SnapshotPosition, started: Date,
    runFolder: String
  ) throws(ExperimentError) -> EvaluationRecord {
    var record = EvaluationRecord(
      createdAt: .now, target: target, snapshot: snapshot, exampleCount: scores.clipOfExample.count,
      clipCount: scores.clips.count, seconds: 0)
    record.aggregation = aggregation
    record.clipsDigest = scores.clipsDigest
    record.metrics["loss"] = scores.loss
    let rule = multiLabelRule ?? MultiLabelRule(classCount: classes.count)
    for level in EvaluationLevel.allCases {
      guard !scores.isMultiLabel else {
        record.add(try scores.judged(at: level, by: rule).evaluation(), at: level)
        continue
      }
      let evaluation = try scores.table(at: level, aggregation).evaluation()
      record.add(evaluation, at: level)
      guard let index = background.flatMap(classes.firstIndex) else { continue }
      for figure in BackgroundFigures(evaluation.confusion, background: index).named {
        record.metrics[level.prefix + figure.name] = figure.value
      }
    }
    try FileTree.makeFolder(runFolder + "/" + RunFiles.predictions)
    let stem = "\(RunFiles.predictions)/\(fileStem(target))-\(snapshot.fileStem)"
    record.scores = try ScoreFile.write(scores, to: stem + ".safetensors", in: runFolder)
    record.predictions =
      scores.isMultiLabel
      ? try PredictionTable.write(
        scores, scores.judged(at: .clip, by: rule), to: stem + ".csv", in: runFolder)
      : try PredictionTable.write(
        scores, clipScores: scores.table(at: .clip, aggregation).scores, to: stem + ".csv", in: runFolder)
    record.seconds = Date.now.timeIntervalSince(started)
    return record
  }

  private func fileStem(_ target: EvaluationTarget) -> String {
    switch target {
    case .split(let split): split.rawValue
    case .folder(let folder): "folder-" + SHA256.hash(folder).hexadecimal.prefix(8)
    }
  }
}

extension EvaluationRecord {
  /// Adds every figure of a level: by name, by class, and its confusion matrix.
  ///
  /// Figures that the rows don't determine are left out; by class they are no number.
  mutating func add(_ evaluation: Evaluation, at level: EvaluationLevel) {
    let prefix = level.prefix
    for metric in Metric.allCases { metrics[prefix + metric.rawValue] = evaluation[metric] }
    if let top = evaluation.topK.last, top.k == 10 { metrics[prefix + "top_10_accuracy"] = top.accuracy }
    let ranking = evaluation.ranking
    classMetrics[prefix + "recall"] = evaluation.classes.map { $0.recall ?? .nan }
    classMetrics[prefix + "precision"] = evaluation.classes.map { $0.precision ?? .nan }
    classMetrics[prefix + "f1"] = evaluation.classes.map { $0.f1 ?? .nan }
    classMetrics[prefix + "auroc"] = ranking.auroc.map { $0 ?? .nan }
    classMetrics[prefix + "average_precision"] = ranking.averagePrecision.map { $0 ?? .nan }
    confusions[level.plural] = evaluation.confusion
  }

  /// Adds every figure of a level whose rows may have several classes.
  mutating func add(_ evaluation: MultiLabelEvaluation, at level: EvaluationLevel) {
    let prefix = level.prefix
    for figure in evaluation.named { metrics[prefix + figure.name] = figure.value }
    let ranking = evaluation.ranking
    classMetrics[prefix + "rows"] = evaluation.classes.map { Double($0.support) }
    classMetrics[prefix + "recall"] = evaluation.classes.map { $0.recall ?? .nan }
    classMetrics[prefix + "precision"] = evaluation.classes.map { $0.precision ?? .nan }
    classMetrics[prefix + "f1"] = evaluation.classes.map { $0.f1 ?? .nan }
    classMetrics[prefix + "auroc"] = ranking.auroc.map { $0 ?? .nan }
    classMetrics[prefix + "average_precision"] = ranking.averagePrecision.map { $0 ?? .nan }
  }
}
