internal import Foundation
internal import Metrics
internal import Net

/// One attempt at a run: trains epoch by epoch, records each with its snapshot, and evaluates at the end.
struct TrainingSession {
  let preparation: Preparation
  let examples: LoadedExamples
  let handle: RunHandle
  let isCancelled: () -> Bool
  let observe: (RunEvent) -> Void
  var trainer: Trainer
  var writer: SnapshotWriter

  /// How often a word is said within an epoch.
  private static let reportInterval = Duration.milliseconds(50)

  private var config: RunConfig { preparation.resolved.config }
  private var plan: any Plan { trainer.plan }
  private var policy: RetentionPolicy {
    config.snapshots.policy(hasValidation: examples.set(.validation) != nil)
  }
  private var evaluator: Evaluator {
    Evaluator(
      loss: config.train.loss, classes: preparation.catalogue.classes, aggregation: config.eval.aggregation,
      catalogue: preparation.catalogue, contents: examples.contents)
  }

  /// Trains what is left of the planned epochs and evaluates the best snapshot on the test split.
  ///
  /// - Returns: how it ended; the run is then finished or interrupted in the registry.
  mutating func run(epochs: Int) throws -> RunOutcome {
    while trainer.state.epoch <= epochs {
      guard try runEpoch(of: epochs) else { return .interrupted }
    }
    // A crash behind the last epoch may have left snapshots that are to go.
    try handle.applyRetention(policy)
    let evaluation: EvaluationRecord?
    do {
      evaluation = try evaluateTest()
    } catch let error as ExperimentError where error.code == .interrupted {
      try handle.finish(.interrupted, reason: "stopped during the final evaluation")
      return .interrupted
    }
    try handle.finish(.finished, evaluation: evaluation)
    if let evaluation { observe(.evaluated(evaluation)) }
    return .finished
  }

  /// Trains and records one epoch; false if it was stopped, with its state saved.
  private mutating func runEpoch(of epochs: Int) throws -> Bool {
    let (epoch, clock, startedAt) = (trainer.state.epoch, ContinuousClock(), Date.now)
    let total = examples.set(.train)?.count ?? 0
    let doneBefore = min(total, trainer.state.batch * config.train.batchSize)
    let begin = clock.now
    observe(.epochBegan(epoch: epoch, of: epochs, examples: total, examplesDone: doneBefore))
    let batchSize = config.train.batchSize
    let (handle, observe, batchCount) = (handle, observe, trainer.batchCount)
    var reported: ContinuousClock.Instant?
    let outcome = try trainer.runEpoch(isCancelled: isCancelled) { done, loss in
      // Steps of a small network take less time than a word about them.
      let now = clock.now
      guard done == total || reported.map({ now - $0 >= Self.reportInterval }) ?? true else { return }
      reported = now
      // Where a crash happened is worth knowing, but not worth stopping for.
      try? handle.noteProgress(
        RunProgress(epoch: epoch, batch: (done + batchSize - 1) / batchSize, batchCount: batchCount))
      observe(.batch(epoch: epoch, of: epochs, examplesDone: done, examples: total, loss: loss))
    }
    guard case .finished(let figures) = outcome else {
      try saveAndStop()
      return false
    }
    let trained = clock.now
    var record = EpochRecord(
      epoch: epoch, step: plan.step, learningRate: Double(config.train.learningRate), exampleCount: total,
      startedAt: startedAt, finishedAt: startedAt)
    record.metrics[MetricKey(.train, "loss")] = figures.loss
    record.metrics[MetricKey(.train, "example_accuracy")] = figures.accuracy
    do {
      try validate(into: &record)
    } catch let error as ExperimentError where error.code == .interrupted {
      try saveAndStop()
      return false
    }
    record.timings["validation"] = (clock.now - trained).seconds
    try save(&record)
    let end = clock.now
    let isBest = try policy.ranking(of: handle.registry.figures(policy.metric, of: handle.id)).first == epoch
    observe(
      .epochEnded(
        EpochSummary(
          epoch: epoch, plannedEpochs: epochs, record: record, isBest: isBest,
          examplesPerSecond: Double(total - doneBefore) / max((trained - begin).seconds, 1e-9),
          waitingShare: record.waitingShare ?? 0, seconds: (end - begin).seconds)))
    return true
  }

  private func validate(into record: inout EpochRecord) throws {
    guard let set = examples.set(.validation) else { return }
    let scores = try evaluator.scores(of: set, by: plan, isCancelled: isCancelled) {
      observe(.evaluating(.split(.validation), done: $0, total: set.count))
    }
    record.metrics[MetricKey(.validation, "loss")] = scores.loss
    let confusion = try scores.table(at: .clip, config.eval.aggregation).confusion()
    record.metrics[MetricKey(.validation, "accuracy")] = confusion.accuracy
    record.metrics[MetricKey(.validation, "example_accuracy")] =
      try scores.table(at: .example, config.eval.aggregation).confusion().accuracy
    record.classMetrics[MetricKey(.validation, "recall")] = confusion.classes.map { $0.recall ?? .nan }
    record.confusions[MetricKey(.validation, "clips")] = confusion
  }

  /// Writes the epoch's snapshot and records both together, then lets older snapshots go.
  private mutating func save(_ record: inout EpochRecord) throws {
    observe(.savingSnapshot(epoch: record.epoch))
    let next = trainer.state.next
    let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: record.epoch), trainer: next.encoded())
    record.finishedAt = .now
    record.timings["train"] = trainer.state.seconds
    record.timings[EpochRecord.waitingPhase] = trainer.state.waitedSeconds
    try handle.recordEpoch(record, snapshot: snapshot)
    try handle.applyRetention(policy)
    trainer.state = next
  }

  /// Saves the state within an epoch and ends the attempt as interrupted.
  private func saveAndStop() throws {
    let state = trainer.state
    if state.batch > 0 {
      observe(.savingSnapshot(epoch: state.epoch))
      let position = SnapshotPosition(epoch: state.epoch, batch: state.batch)
      try handle.recordSnapshot(writer.write(plan, at: position, trainer: state.encoded()))
      try handle.applyRetention(policy)
    }
    try handle.finish(.interrupted, reason: "stopped at epoch \(state.epoch), batch \(state.batch)")
  }

  /// Evaluates the best snapshot, or the last without validation, on the test split; nil without one.
  private func evaluateTest() throws -> EvaluationRecord? {
    guard let set = examples.set(.test) else { return nil }
    let started = Date.now
    let details = try handle.registry.details(of: handle.id)
    let snapshot = try handle.registry.snapshot(.best, of: details)
    try SnapshotReader(runFolder: handle.folderPath).loadValues(of: snapshot, into: plan)
    let scores = try evaluator.scores(of: set, by: plan, isCancelled: isCancelled) {
      observe(.evaluating(.split(.test), done: $0, total: set.count))
    }
    return try evaluator.record(
      scores, target: .split(.test), snapshot: snapshot.position, started: started,
      runFolder: handle.folderPath)
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
