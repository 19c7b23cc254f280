internal import Foundation
internal import Net

/// Starts runs and goes on with them: from a config to a recorded, evaluated network.
public struct TrainingRun {
  /// Where runs are recorded.
  public let registry: Registry
  /// Where examples are kept.
  public let cache: ExampleCache
  /// Asked between two steps; true ends the run cleanly, to be resumed.
  public let isCancelled: @Sendable () -> Bool
  /// Told what happens.
  public let observe: @Sendable (RunEvent) -> Void
  /// What it shares with other runs of the process; nil for nothing.
  let shared: SharedInputs?

  /// What starts and resumes runs in a registry.
  public init(
    registry: Registry, cache: ExampleCache, isCancelled: @escaping @Sendable () -> Bool,
    observe: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.init(
      registry: registry, cache: cache, isCancelled: isCancelled, observe: observe, shared: nil)
  }

  /// As ``init(registry:cache:isCancelled:observe:)``, sharing inputs with other runs.
  init(
    registry: Registry, cache: ExampleCache, isCancelled: @escaping @Sendable () -> Bool,
    observe: @escaping @Sendable (RunEvent) -> Void, shared: SharedInputs?
  ) {
    self.shared = shared
    self.registry = registry
    self.cache = cache
    self.isCancelled = isCancelled
    self.observe = observe
  }

  /// Trains a prepared config from its beginning.
  ///
  /// Features come first: a config that can't be trained leaves no run behind.
  ///
  /// - Returns: the run and how the attempt ended.
  /// - Throws: ``ExperimentError``; a run that had begun is then recorded as failed, with the reason.
  public func start(_ preparation: Preparation, labels: RunLabels = RunLabels()) throws -> (RunID, RunOutcome)
  {
    try start(preparation, labels: labels, origin: RunOrigination())
  }

  /// As ``start(_:labels:)`` for a run that may be made from another one.
  func start(
    _ preparation: Preparation, labels: RunLabels, origin: RunOrigination
  ) throws -> (RunID, RunOutcome) {
    let config = preparation.resolved.config
    let registry = registry
    let weights = InitialWeights(resolved: preparation.resolved) { registry }
    let start = try weights.startingPoint(
      of: preparation.network, classes: preparation.catalogue.classes)
    let (examples, seconds) = try loadExamples(preparation)
    let copies = try preparation.requireNoCopies(examples)
    let known = shared?.body(of: preparation, examples)
    var network: CompiledNetwork? = try translatingErrors {
      try known.map { try CompiledNetwork(headOf: preparation, activations: $0.activations) }
        ?? compile(preparation, epoch: 1, of: config.train.epochs)
    }
    let digest = try translatingErrors {
      try network.flatMap {
        try weights.load(start, into: $0.whole, knownDigest: known?.body.checkpointDigest)
      }
    }
    let data = DataList(preparation, contents: examples.contents)
    var new = newRun(preparation, labels: labels, data: data, checkpointDigest: digest)
    new.parent = origin.parent
    new.skippedFiles = examples.skipped
    new.warnings = try copies + warnings(preparation, examples) + origin.examine(data, digest)
    let handle = try registry.createRun(new) { try writeFiles(preparation, data: data, folder: $0) }
    let observe = logging(handle, preparation)
    observe(.began(id: handle.id, folder: handle.folderPath, attempt: handle.attempt))
    let outcome = try recordingFailure(handle) {
      for warning in new.warnings { observe(.warning(warning)) }
      try handle.recordTiming("features", seconds: seconds)
      guard let loaded = network.take() else { preconditionFailure("a run without a plan") }
      var writer = try SnapshotWriter(runFolder: handle.folderPath)
      if let body = known?.body {
        try writer.takeFrozen(body.frozen, of: body.runFolder, layers: loaded.whole.network.layers)
      } else {
        try writer.writeFrozen(loaded.whole)
      }
      let point = TrainingPoint(network: loaded, state: TrainerState(), writer: writer, position: nil)
      return try train(
        preparation, examples, from: point, handle: handle, observe: observe, epochs: config.train.epochs,
        digest: digest)
    }
    return (handle.id, outcome)
  }

  /// Goes on with a run where it stopped, or trains a finished one further.
  ///
  /// - Parameters:
  ///   - id: the run.
  ///   - epochs: how many epochs it shall have in all; nil for as many as planned.
  ///   - schedule: what becomes of its learning-rate schedule then; must be said for a schedule that is not constant.
  ///   - isStrict: whether a damaged last snapshot is an error, rather than a reason to go on from the one before.
  ///   - overrides: `compute.engine=…`, `compute.threads=…` and `cache.activations=…`, the only settings that a resume
  ///     may change.
  /// - Throws: ``ExperimentError``: a process works on the run, its data changed, or its snapshots are damaged.
  public func resume(
    _ id: RunID, epochs: Int? = nil, schedule: ScheduleContinuation? = nil, isStrict: Bool = false,
    overrides: [String] = []
  ) throws -> RunOutcome {
    let details = try registry.details(of: id)
    let resume = RunResumption(registry: registry, details: details)
    try resume.requireWork(epochs: epochs)
    let planned = epochs ?? details.plannedEpochs
    let change = try resume.plannedExtension(epochs: epochs, schedule: schedule)
    let preparation = try resume.preparation(overrides: overrides)
    let additions = try resume.additions(
      in: preparation.catalogue, data: preparation.resolved.config.data)
    for warning in resume.environmentChanges(preparation) + additions { observe(.warning(warning)) }
    let (examples, seconds) = try loadExamples(preparation)
    try resume.requireSameData(DataList(preparation, contents: examples.contents))
    let handle = try registry.reopenRun(id, environment: environment(preparation), extending: change)
    let observe = logging(handle, preparation)
    observe(.began(id: id, folder: handle.folderPath, attempt: handle.attempt))
    return try recordingFailure(handle) {
      let point = try translatingErrors {
        try resume.point(
          handle, isStrict: isStrict, compile: { try compile(preparation, epoch: $0, of: planned) }
        ) {
          text in
          observe(.warning(text))
          try handle.recordWarning(text)
        }
      }
      try handle.recordTiming("features", seconds: seconds)
      return try train(
        preparation, examples, from: point, handle: handle, observe: observe, epochs: planned)
    }
  }

  /// The observer, and beside it `log.txt` and TensorBoard's files in the run's folder.
  private func logging(_ handle: RunHandle, _ preparation: Preparation) -> @Sendable (RunEvent) -> Void {
    let (observe, log) = (observe, RunLog(runFolder: handle.folderPath))
    let noting = { @Sendable (event: RunEvent) in
      observe(event)
      log.note(event)
    }
    guard preparation.resolved.config.tensorBoard else { return noting }
    let tensorBoard = TensorBoardLog(
      runFolder: handle.folderPath, attempt: handle.attempt, classes: preparation.catalogue.classes,
      recorded: { try handle.registry.epochs(of: handle.id) }, warn: { noting(.warning($0)) })
    tensorBoard.begin()
    return { event in
      noting(event)
      tensorBoard.note(event)
    }
  }

  /// Trains phase by phase; each goes on from the snapshot that the one before ended with, as a resume would.
  private func train(
    _ preparation: Preparation, _ examples: LoadedExamples, from start: consuming TrainingPoint,
    handle: RunHandle, observe: @escaping (RunEvent) -> Void, epochs: Int, digest: Digest? = nil
  ) throws -> RunOutcome {
    guard let set = examples.set(.train) else { preconditionFailure("a run without training examples") }
    let extensions = try registry.details(of: handle.id).extensions
    let span = ScheduleSpan(epochs: preparation.resolved.config.train.epochs, extensions: extensions)
    let course = LearningCourse(preparation, examples: set, span: span)
    var next: TrainingPoint? = start
    // A phase's plan is gone before the next one is made: two of them may not fit into the memory.
    func runPhase() throws -> TrainingSession.End {
      guard var point = next.take() else { preconditionFailure("a phase that begins nowhere") }
      point.state.extend(by: extensions)
      point.state.beginPhase(of: preparation.phases, step: point.network.whole.step)
      do {
        let input = try trainingInput(
          preparation, examples, network: point.network, handle: handle, observe: observe)
        share(input, point, preparation, digest: digest, handle)
        var session = TrainingSession(
          preparation: preparation, input: input, point: point, course: course, handle: handle,
          isCancelled: isCancelled, observe: observe)
        return try session.run(epochs: epochs)
      } catch let error as ExperimentError where error.code == .interrupted {
        try handle.finish(.interrupted, reason: error.found)
        return .over(.interrupted)
      }
    }
    while true {
      if case .over(let outcome) = try runPhase() { return outcome }
      next = try translatingErrors {
        try SnapshotChoice(
          runFolder: handle.folderPath, snapshots: registry.snapshots(of: handle.id),
          compile: { try compile(preparation, epoch: $0, of: epochs) }
        ).load(isStrict: true).point
      }
    }
  }

  /// Has the other runs know the frozen layers whose outputs this one has.
  private func share(
    _ input: TrainingInput, _ point: TrainingPoint, _ preparation: Preparation, digest: Digest?,
    _ handle: RunHandle
  ) {
    guard let shared, let parts = point.network.parts, parts.suffix === input.plan,
      let frozen = point.writer.frozen, let store = input.examples.set(.train)?.store
    else { return }
    shared.note(
      SharedInputs.Body(
        activations: store, frozen: frozen, runFolder: handle.folderPath, checkpointDigest: digest),
      of: preparation)
  }

  func loadExamples(_ preparation: Preparation) throws -> (LoadedExamples, seconds: Double) {
    let start = ContinuousClock.now
    let observe = observe
    let progress = { @Sendable (done: Int, total: Int) in observe(.features(done: done, total: total)) }
    func load() throws -> LoadedExamples {
      var examples = try preparation.loadExamples(cache: cache, isCancelled: isCancelled, progress: progress)
      examples.augmenter = try preparation.augmenter(
        examples, cache: cache, isCancelled: isCancelled, progress: progress)
      return examples
    }
    let examples = try shared.map { try $0.examples(preparation, load: load) } ?? load()
    return (examples, (ContinuousClock.now - start).seconds)
  }

  /// The network of the phase that an epoch is in.
  func compile(_ preparation: Preparation, epoch: Int, of epochs: Int) throws -> CompiledNetwork {
    try translatingErrors { try CompiledNetwork(preparation, epoch: epoch, of: epochs) }
  }

  func translatingErrors<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as NetError {
      throw ExperimentError(
        .unsupported, found: error.found, expected: error.expected, remedy: error.remedy)
    }
  }

  /// Ends the run as failed if `body` throws.
  private func recordingFailure<Value>(_ handle: RunHandle, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      // The first error is the one to report, even where the registry can't be written either.
      RunLog(runFolder: handle.folderPath).append("failed: \(error)")
      try? handle.finish(.failed, reason: "\(error)")
      throw error
    }
  }
}

extension TrainingRun {
  private func environment(_ preparation: Preparation) -> AttemptEnvironment {
    AttemptEnvironment(
      engine: preparation.engine.name, threads: preparation.options.threads, facts: ExecutionFacts.current())
  }

  private func newRun(
    _ preparation: Preparation, labels: RunLabels, data: DataList, checkpointDigest: Digest?
  ) -> NewRun {
    let resolved = preparation.resolved
    let config = resolved.config
    var run = NewRun(
      seed: config.seed, plannedEpochs: config.train.epochs, configText: resolved.yaml(),
      configValues: resolved.provenance.map {
        ConfigValue(key: $0.entry.key, value: $0.entry.value, source: $0.source.description)
      },
      network: preparation.network, classes: preparation.catalogue.classes,
      checkpoint: config.model.checkpoint.description, data: data.fingerprint(folder: config.data.place),
      environment: environment(preparation))
    run.name = config.name
    run.note = labels.note
    run.tags = labels.tags
    run.checkpointDigest = checkpointDigest
    return run
  }

  /// Writes what a resume needs: it must be there as soon as the run is.
  private func writeFiles(_ preparation: Preparation, data: DataList, folder: String) throws -> [RunFile] {
    func path(_ name: String) -> String { folder + "/" + name }
    try preparation.split.write(preparation.catalogue, to: path(RunFiles.split))
    try data.write(to: path(RunFiles.data))
    var files: [(RunFile.Kind, String)] = [(.split, RunFiles.split), (.data, RunFiles.data)]
    files += try preparation.classFiles.write(to: folder, version: FilePath.name(of: folder))
      .map { (.classes, $0) }
    if let difference = ExecutionFacts.codeDifference() {
      try AtomicFile.write(difference, to: path(RunFiles.codeDifference))
      files.append((.codeDifference, RunFiles.codeDifference))
    }
    return try files.map { RunFile(kind: $0, file: try RecordedFile(hashing: $1, in: folder)) }
  }

  private func warnings(_ preparation: Preparation, _ examples: LoadedExamples) -> [String] {
    var warnings = preparation.split.warnings.map(\.description) + examples.notes
    if !examples.skipped.isEmpty {
      let first = examples.skipped[0]
      warnings.append(
        "\(examples.skipped.count) files were skipped, such as \(first.path): \(first.reason); jx show lists them"
      )
    }
    if examples.set(.validation) == nil {
      warnings.append("no validation split: no epoch can be called best, the last one is evaluated")
    }
    if let note = preparation.engineNote { warnings.append(note) }
    return warnings + preparation.labelWarnings
  }
}
