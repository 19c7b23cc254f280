internal import Net

/// What decides the optimizer's settings and the examples' weights at every step of a training.
struct LearningCourse {
  /// The training's section of the config.
  let config: TrainConfig
  /// The learning rate of every step.
  let schedule: LearningRateSchedule
  /// A factor on it for each layer; nil: 1 for all.
  let layerScales: [Float]?
  /// What the examples of each class count; nil: all the same.
  let classWeights: [Float]?

  /// The course of a prepared run.
  ///
  /// - Parameters:
  ///   - preparation: the run.
  ///   - examples: those that train.
  ///   - span: the epochs that the schedule runs over.
  init(_ preparation: Preparation, examples: ExampleSet, span: ScheduleSpan) {
    config = preparation.resolved.config.train
    schedule = LearningRateSchedule(
      base: Double(config.learningRate), config: config.schedule, span: span,
      batchCount: (examples.count + config.batchSize - 1) / config.batchSize)
    layerScales = preparation.layerScales
    let classes = preparation.catalogue.classes
    var counts = [Int](repeating: 0, count: classes.count)
    for example in 0..<examples.count {
      for label in examples.labels(of: example) { counts[label] += 1 }
    }
    classWeights = config.classWeights.factors(
      classes: classes, counts: counts, beta: config.effectiveBeta)
  }

  /// The optimizer's settings of the step that a state is about to take.
  func update(_ state: TrainerState) -> AdamUpdate {
    var update = config.adam
    update.learningRate = Float(
      schedule.rate(epoch: state.epoch, batch: state.batch, plateau: state.plateau))
    update.layerScales = layerScales
    update.layerStarts = state.layerStarts
    return update
  }

  /// The learning rate of the last step of the epoch that a state is in.
  func lastRate(_ state: TrainerState) -> Double {
    Double(
      Float(
        schedule.rate(
          epoch: state.epoch, batch: max(0, schedule.batchCount - 1), plateau: state.plateau)))
  }

  /// The state at the beginning of the epoch behind one that is over.
  ///
  /// - Parameters:
  ///   - state: the state behind the last batch of the epoch.
  ///   - metrics: the epoch's figures.
  func next(_ state: TrainerState, metrics: [MetricKey: Double]) -> TrainerState {
    var next = TrainerState(epoch: state.epoch + 1)
    next.layerStarts = state.layerStarts
    if case .plateau(let rule) = config.schedule.shape {
      var plateau = state.plateau ?? PlateauState(rate: schedule.base)
      plateau.observe(metrics[rule.figure.key] ?? .nan, rule: rule)
      next.plateau = plateau
    }
    if let rule = config.earlyStopping {
      var stopping = state.earlyStopping ?? EarlyStoppingState()
      stopping.observe(metrics[rule.figure.key] ?? .nan, epoch: state.epoch, rule: rule)
      next.earlyStopping = stopping
    }
    return next
  }

  /// Why a training at this state is over before its last epoch; nil if it is not.
  func reasonToStop(_ state: TrainerState) -> String? {
    guard let rule = config.earlyStopping, let stopping = state.earlyStopping, stopping.isOver(rule) else {
      return nil
    }
    let best = stopping.bestEpoch.map { "better than that of epoch \($0)" } ?? "a number"
    return "stopped early behind epoch \(state.epoch - 1): \(rule.figure.rawValue) has not been \(best) for "
      + "\(stopping.badEpochs) epochs"
  }
}
