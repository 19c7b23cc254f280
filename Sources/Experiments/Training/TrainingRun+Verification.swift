internal import Net

extension TrainingRun {
  /// Checks that a run can be resumed exactly: reads its last snapshot, takes the next batches twice, each time in a new
  /// plan, and compares all weights and moments, and the losses with those that the run had. Records nothing.
  ///
  /// - Parameters:
  ///   - id: a run that no process works on.
  ///   - replays: whether the snapshot before the last is trained up to it too, where an epoch at most lies between them.
  ///   - overrides: as in ``resume(_:epochs:schedule:isStrict:overrides:)``.
  /// - Throws: ``ExperimentError``: the data changed, or no snapshot is whole.
  public func verify(_ id: RunID, replays: Bool, overrides: [String] = []) throws -> ResumeCheck {
    let details = try registry.details(of: id)
    guard details.status != .running else {
      throw ExperimentError(
        .registry, found: "run \(id) is being worked on", expected: "a run that has ended",
        remedy: "Wait for it, or stop it first.")
    }
    let resume = RunResumption(registry: registry, details: details)
    let preparation = try resume.preparation(overrides: overrides)
    let (examples, _) = try loadExamples(preparation)
    try resume.requireSameData(DataList(preparation, contents: examples.contents))
    guard let set = examples.set(.train) else { preconditionFailure("a run without training examples") }
    let span = ScheduleSpan(
      epochs: preparation.resolved.config.train.epochs, extensions: details.extensions)
    let observe = observe
    return try translatingErrors {
      try RunVerification(
        registry: registry, details: details, preparation: preparation,
        course: LearningCourse(preparation, examples: set, span: span),
        isCancelled: isCancelled, progress: { observe(.verifying(batchesDone: $0, of: $1)) },
        compile: { try compile(preparation, epoch: $0, of: details.plannedEpochs) },
        input: { network in
          try trainingInput(preparation, examples, network: network, handle: nil, observe: observe)
        }
      ).check(environmentChanges: resume.environmentChanges(preparation), replays: replays)
    }
  }
}
