internal import Foundation
internal import Metrics
internal import Net

/// A phase of an attempt at a run: trains epoch by epoch, records each with its snapshot, and evaluates at the end.
struct TrainingSession {
  /// How a session ended.
  enum End {
    /// The run is finished or interrupted, and recorded so.
    case over(RunOutcome)
    /// Another phase begins: other layers learn from the last snapshot on.
    case phase
  }

  let preparation: Preparation
  let examples: LoadedExamples
  let handle: RunHandle
  let isCancelled: () -> Bool
  let observe: (RunEvent) -> Void
  let course: LearningCourse
  var trainer: Trainer
  let writer: SnapshotWriter
  /// The losses behind the last snapshot.
  var nextSteps: NextSteps
  private let saveClock: SaveClock

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
      background: config.data.background, catalogue: preparation.catalogue, contents: examples.contents)
  }

  /// A session that goes on from a point of a run's training.
  init(
    preparation: Preparation, input: TrainingInput, point: TrainingPoint, course: LearningCourse,
    handle: RunHandle, isCancelled: @escaping () -> Bool, observe: @escaping (RunEvent) -> Void
  ) {
    guard let set = input.examples.set(.train) else {
      preconditionFailure("a run without training examples")
    }
    self.preparation = preparation
    examples = input.examples
    self.handle = handle
    self.isCancelled = isCancelled
    self.observe = observe
    self.course = course
    writer = point.writer
    nextSteps = NextSteps(behind: point.position)
    let catalogue = preparation.catalogue
    trainer = Trainer(
      plan: input.plan, examples: set, augmenter: input.examples.augmenter, course: course,
      seed: preparation.resolved.config.seed,
      state: point.state, clipName: { catalogue.relativePath(of: $0) })
    saveClock = SaveClock(everyMinutes: preparation.resolved.config.snapshots.everyMinutes)
  }

  /// Trains what is left of the phase and, behind the last planned epoch, evaluates the best snapshot on the test split.
  mutating func run(epochs: Int) throws -> End {
    let last = preparation.lastEpoch(ofPhaseWith: trainer.state.epoch)
    var reason = course.reasonToStop(trainer.state)
    while trainer.state.epoch <= epochs, reason == nil {
      if let last, trainer.state.epoch > last { return .phase }
      guard try runEpoch(of: epochs) else { return .over(.interrupted) }
      reason = course.reasonToStop(trainer.state)
    }
    if let reason { observe(.stoppedEarly(reason)) }
    // A crash behind the last epoch may have left snapshots that are to go.
    try handle.applyRetention(policy)
    let evaluation: EvaluationRecord?
    do {
      evaluation = try evaluateTest(isStoppedEarly: reason != nil)
    } catch let error as ExperimentError where error.code == .interrupted {
      try handle.finish(.interrupted, reason: "stopped during the final evaluation")
      return .over(.interrupted)
    }
    observe(.finishing(evaluation))
    try handle.finish(.finished, reason: reason ?? "", evaluation: evaluation)
    if let evaluation { observe(.evaluated(evaluation)) }
    return .over(.finished)
  }

  /// Trains and records one epoch; false if it was stopped, with its state saved.
  private mutating func runEpoch(of epochs: Int) throws -> Bool {
    let (epoch, clock, startedAt) = (trainer.state.epoch, ContinuousClock(), Date.now)
    let total = examples.set(.train)?.count ?? 0
    let doneBefore = min(total, trainer.state.batch * config.train.batchSize)
    let begin = clock.now
    observe(.epochBegan(epoch: epoch, of: epochs, examples: total, examplesDone: doneBefore))
    guard let figures = try trainEpoch(of: epochs) else {
      try saveAndStop()
      return false
    }
    let trained = clock.now
    var record = EpochRecord(
      epoch: epoch, step: plan.step, learningRate: course.lastRate(trainer.state), exampleCount: total,
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

  /// Trains to the epoch's end, saving the state as often as is asked for; nil if it was stopped.
  private mutating func trainEpoch(of epochs: Int) throws -> Trainer.EpochFigures? {
    let (epoch, total) = (trainer.state.epoch, examples.set(.train)?.count ?? 0)
    let batchSize = config.train.batchSize
    let (handle, observe, batchCount, saveClock) = (handle, observe, trainer.batchCount, saveClock)
    let clock = ContinuousClock()
    var reported: ContinuousClock.Instant?
    while true {
      var nextSteps = nextSteps
      let outcome = try trainer.runEpoch(
        isCancelled: isCancelled, isSaveDue: { saveClock.isDue },
        progress: { progress in
          nextSteps.note(progress.batchLoss, runFolder: handle.folderPath)
          // Steps of a small network take less time than a word about them.
          let (done, now) = (progress.examplesDone, clock.now)
          guard done == total || reported.map({ now - $0 >= Self.reportInterval }) ?? true else { return }
          reported = now
          // Where a crash happened is worth knowing, but not worth stopping for.
          try? handle.noteProgress(
            RunProgress(epoch: epoch, batch: (done + batchSize - 1) / batchSize, batchCount: batchCount))
          observe(
            .batch(epoch: epoch, of: epochs, examplesDone: done, examples: total, loss: progress.meanLoss))
        })
      self.nextSteps = nextSteps
      switch outcome {
      case .finished(let figures): return figures
      case .stopped: return nil
      case .paused: try saveState()
      }
    }
  }

  private func validate(into record: inout EpochRecord) throws {
    guard let set = examples.set(.validation) else { return }
    let scores = try evaluator.scores(of: set, by: plan, isCancelled: isCancelled) {
      observe(.evaluating(.split(.validation), done: $0, total: set.count))
    }
    record.metrics[MetricKey(.validation, "loss")] = scores.loss
    guard !scores.isMultiLabel else { return try judgeSeveralClasses(scores, into: &record) }
    let confusion = try scores.table(at: .clip, config.eval.aggregation).confusion()
    record.metrics[MetricKey(.validation, "accuracy")] = confusion.accuracy
    record.metrics[MetricKey(.validation, "example_accuracy")] =
      try scores.table(at: .example, config.eval.aggregation).confusion().accuracy
    let macro = AveragedFigures(.macro, of: confusion.classes)
    record.metrics[ValidationFigure.balancedAccuracy.key] = macro?.recall
    record.metrics[ValidationFigure.macroF1.key] = macro?.f1
    record.classMetrics[MetricKey(.validation, "recall")] = confusion.classes.map { $0.recall ?? .nan }
    record.confusions[MetricKey(.validation, "clips")] = confusion
  }

  /// The figures of validation clips that may have several classes.
  private func judgeSeveralClasses(_ scores: ExampleScores, into record: inout EpochRecord) throws {
    let rule = MultiLabelRule(classCount: scores.classes.count)
    let evaluation = try scores.judged(at: .clip, by: rule).evaluation()
    record.metrics[ValidationFigure.macroF1.key] = evaluation.macro?.f1
    record.metrics[MetricKey(.validation, "subset_accuracy")] = evaluation.subsetAccuracy
    record.metrics[MetricKey(.validation, "lrap")] = evaluation.labelRankingAveragePrecision
    record.classMetrics[MetricKey(.validation, "recall")] = evaluation.classes.map { $0.recall ?? .nan }
  }

  /// Writes the epoch's snapshot and records both together, then lets older snapshots go.
  private mutating func save(_ record: inout EpochRecord) throws {
    observe(.savingSnapshot(epoch: record.epoch))
    let next = course.next(trainer.state, metrics: record.metrics)
    let position = SnapshotPosition(epoch: record.epoch)
    let snapshot = try writer.write(plan, at: position, trainer: next.encoded())
    record.finishedAt = .now
    record.timings["train"] = trainer.state.seconds
    record.timings[EpochRecord.waitingPhase] = trainer.state.waitedSeconds
    try handle.recordEpoch(record, snapshot: snapshot)
    try handle.applyRetention(policy)
    trainer.state = next
    nextSteps = NextSteps(behind: position)
    saveClock.restart()
  }

  /// Saves the state within an epoch; the one before it within the epoch goes.
  private mutating func saveState() throws {
    let (state, clock) = (trainer.state, ContinuousClock())
    let begin = clock.now
    observe(.savingSnapshot(epoch: state.epoch))
    let position = SnapshotPosition(epoch: state.epoch, batch: state.batch)
    let snapshot = try writer.write(plan, at: position, trainer: state.encoded())
    try handle.recordSnapshot(snapshot)
    try handle.applyRetention(policy)
    let seconds = (clock.now - begin).seconds
    try handle.recordTiming("snapshots within epochs", seconds: seconds)
    nextSteps = NextSteps(behind: position)
    saveClock.restart()
    let byteCount = snapshot.values.byteCount + (snapshot.state?.byteCount ?? 0)
    observe(.savedState(position, byteCount: byteCount, seconds: seconds))
  }

  /// Saves the state within an epoch and ends the attempt as interrupted.
  private mutating func saveAndStop() throws {
    let state = trainer.state
    if state.batch > 0 { try saveState() }
    try handle.finish(.interrupted, reason: "stopped at epoch \(state.epoch), batch \(state.batch)")
  }

  /// Evaluates the best snapshot, or the last without validation, on the test split; nil without one.
  private func evaluateTest(isStoppedEarly: Bool) throws -> EvaluationRecord? {
    guard let set = examples.set(.test) else { return nil }
    let started = Date.now
    let details = try handle.registry.details(of: handle.id)
    let takesLast = isStoppedEarly && config.train.earlyStopping?.restoresBest == false
    let snapshot = try handle.registry.snapshot(takesLast ? .last : .best, of: details)
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
