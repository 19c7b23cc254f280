internal import Net

/// Refuses what a config asks of the training and the data can't give.
struct TrainingRules {
  let resolved: ResolvedConfig
  let classes: [String]
  let isMultiLabel: Bool
  let hasValidation: Bool

  private var train: TrainConfig { resolved.config.train }

  /// - Throws: ``ExperimentError`` at the place in the config.
  func check() throws(ExperimentError) {
    if isMultiLabel { try checkSeveralClasses() }
    if !hasValidation {
      if let figure = train.schedule.figure { throw withoutValidation("train.schedule", figure) }
      if let rule = train.earlyStopping { throw withoutValidation("train.early_stopping", rule.figure) }
    }
    guard train.schedule.warmupEpochs < Double(train.epochs) else {
      throw resolved.error(
        at: "train.schedule.warmup_epochs",
        found: "a warm-up of \(train.schedule.warmupEpochs) epochs in \(train.epochs)",
        expected: "less than train.epochs")
    }
    if case .cosine(let minimum) = train.schedule.shape { try checkMinimum(minimum) }
    if case .plateau(let rule) = train.schedule.shape { try checkMinimum(rule.minimum) }
    try checkEarlyStopping()
    try checkNoise()
    if let background = resolved.config.data.background {
      try requireClass(background, at: "data.background")
    }
    guard case .given(let weights) = train.classWeights else { return }
    for weight in weights { try requireClass(weight.name, at: "train.class_weights.\(weight.name)") }
  }

  /// Refuses what has no meaning where clips may have several classes.
  private func checkSeveralClasses() throws(ExperimentError) {
    let several = "'\(resolved.config.data.place)' gives clips several labels"
    guard train.loss == .sigmoid else {
      throw resolved.error(
        at: "train.loss", found: "softmax, which decides between classes, and " + several,
        expected: "sigmoid", remedy: "Set train.loss to sigmoid, or give each clip one label.")
    }
    guard resolved.config.data.cap == nil else {
      throw resolved.error(
        at: "data.cap", found: "a cap, and " + several, expected: "one label a clip, or no cap",
        remedy: "train.sampling: balanced evens out classes without leaving clips out.")
    }
    let figures = [
      ("snapshots.best_by", resolved.config.snapshots.bestBy), ("train.schedule", train.schedule.figure),
      ("train.early_stopping", train.earlyStopping?.figure),
    ]
    for case (let key, let figure?) in figures where figure != .loss && figure != .macroF1 {
      throw resolved.error(
        at: key, found: "\(figure.rawValue), and " + several,
        expected: ValidationFigure.loss.rawValue + " or " + ValidationFigure.macroF1.rawValue)
    }
  }

  private func checkNoise() throws(ExperimentError) {
    guard let noise = resolved.config.augment.noise else { return }
    guard noise.minimumSNR <= noise.maximumSNR else {
      throw resolved.error(
        at: "augment.noise.min_snr", found: "\(noise.minimumSNR) dB above max_snr, \(noise.maximumSNR) dB",
        expected: "at most max_snr")
    }
    guard noise.folder == nil, resolved.config.data.background == nil else { return }
    throw resolved.error(
      at: "augment.noise", found: "augment.noise without a folder, and no data.background",
      expected: "augment.noise.folder with recordings, or the class that is background in data.background")
  }

  private func requireClass(_ name: String, at key: String) throws(ExperimentError) {
    guard !classes.contains(name) else { return }
    let nearest = NearestName.suggestion(for: name, among: classes)
    throw resolved.error(
      at: key, found: "there is no class '\(name)'", expected: "one of the \(classes.count) classes",
      remedy: nearest.map { "Did you mean '\($0)'?" } ?? "")
  }

  private func withoutValidation(_ key: String, _ figure: ValidationFigure) -> ExperimentError {
    resolved.error(
      at: key, found: "\(key) goes by \(figure.rawValue), but there is no validation split",
      expected: "recordings that validate", remedy: "Set data.split.validation, or remove \(key).")
  }

  private func checkMinimum(_ minimum: Double) throws(ExperimentError) {
    guard minimum <= Double(train.learningRate) else {
      throw resolved.error(
        at: "train.schedule.minimum",
        found: "a minimum of \(minimum) above train.learning_rate \(train.learningRate)",
        expected: "at most train.learning_rate")
    }
  }

  private func checkEarlyStopping() throws(ExperimentError) {
    guard let rule = train.earlyStopping, rule.restoresBest else { return }
    let snapshots = resolved.config.snapshots
    guard rule.figure == snapshots.bestBy, snapshots.keepBest > 0 else {
      throw resolved.error(
        at: "train.early_stopping",
        found: "the best epoch by \(rule.figure.rawValue) is to be restored, but snapshots keep "
          + (snapshots.keepBest == 0 ? "no best one" : "the best by \(snapshots.bestBy.rawValue)"),
        expected: "the same figure in train.early_stopping.metric and snapshots.best_by",
        remedy: "Set snapshots.best_by to \(rule.figure.rawValue) and snapshots.keep_best to 1 or more, or "
          + "train.early_stopping.restore_best to false.")
    }
  }
}
