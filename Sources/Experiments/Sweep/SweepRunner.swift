internal import Net

/// Runs the trials of a sweep that are not done, several at a time.
///
/// Trials share the recordings, examples and outputs of frozen layers that are in memory, and where nothing but the head
/// differs, the frozen layers, too: each then compiles and trains its head alone. A trial's figures are those of the same run
/// on its own, to the bit.
public struct SweepRunner: Sendable {
  /// Where the runs are recorded.
  public let registry: Registry
  /// Where examples are kept.
  public let cache: ExampleCache
  /// Asked between two steps; true ends the sweep cleanly, and the same command goes on.
  public let isCancelled: @Sendable () -> Bool
  /// Told what happens, from several threads at once.
  public let observe: @Sendable (SweepEvent) -> Void

  /// What runs sweeps in a registry.
  public init(
    registry: Registry, cache: ExampleCache, isCancelled: @escaping @Sendable () -> Bool,
    observe: @escaping @Sendable (SweepEvent) -> Void
  ) {
    self.registry = registry
    self.cache = cache
    self.isCancelled = isCancelled
    self.observe = observe
  }

  /// A trial that did not finish, with the reason.
  public typealias Failure = (trial: SweepTrial, reason: String)

  /// Runs what is left of a sweep.
  ///
  /// - Parameters:
  ///   - jobs: how many trials run side by side, each on its share of the threads.
  ///   - note: kept with each run.
  /// - Returns: whether all is done, and the trials that failed.
  /// - Throws: ``ExperimentError`` if the group has a run of other settings, or a process works on one.
  public func run(
    _ sweep: Sweep, jobs: Int, note: String = ""
  ) throws -> (outcome: RunOutcome, failures: [Failure]) {
    let epochs = try sweep.trials.first.map { try sweep.resolved($0).config.train.epochs } ?? 1
    let rounds = SweepRound.all(sweep.config, trials: sweep.trials.count, epochs: epochs)
    let group = SweepGroup(sweep, in: registry)
    let shared = SharedInputs()
    var trials = sweep.trials
    var failures: [Failure] = []
    for (index, round) in rounds.enumerated() {
      observe(.roundBegan(number: index + 1, of: rounds.count, round))
      let states = try group.states()
      let runner = SweepRoundRunner(
        sweep: sweep, runner: self, shared: shared, jobs: jobs, note: note, round: round, states: states)
      failures += try runner.run(trials)
      guard !isCancelled() else { return (.interrupted, failures) }
      guard index + 1 < rounds.count, let reached = round.epochs else { break }
      let failed = Set(failures.map(\.trial))
      trials = try group.ranking(trials.filter { !failed.contains($0) }, upTo: reached)
      trials = Array(trials.prefix(rounds[index + 1].trialCount)).sorted { $0.number < $1.number }
    }
    return (.finished, failures)
  }
}

/// One round: trials on several threads.
private struct SweepRoundRunner {
  let sweep: Sweep
  let runner: SweepRunner
  let shared: SharedInputs
  let jobs: Int
  let note: String
  let round: SweepRound
  let states: [Int: SweepGroup.State]

  func run(_ trials: [SweepTrial]) throws -> [SweepRunner.Failure] {
    let record = SweepRoundRecord(total: trials.count)
    // The first alone: what it finds and computes the others share.
    if let first = trials.first { attempt(first, record) }
    let rest = Array(trials.dropFirst())
    ThreadPool(threads: max(1, min(jobs, rest.count))).run(rest.count) { index, _ in
      guard !runner.isCancelled() else { return }
      attempt(rest[index], record)
    }
    return record.failures
  }

  private func attempt(_ trial: SweepTrial, _ record: SweepRoundRecord) {
    do {
      guard let id = try train(trial) else { return }
      let figure = try SweepGroup.best(sweep.config.figure, of: id, in: runner.registry)
      runner.observe(
        .trialEnded(trial, id, figure: figure, done: record.noteDone(), total: record.total))
    } catch let error as ExperimentError where error.code == .interrupted {
      return
    } catch {
      let reason = "\(error)"
      record.note(trial, reason)
      runner.observe(
        .trialFailed(trial, reason: reason, done: record.noteDone(), total: record.total))
    }
  }

  /// Trains a trial to the end of the round; nil if the sweep was stopped meanwhile.
  private func train(_ trial: SweepTrial) throws -> RunID? {
    let limit = round.epochs
    let threads = try threadOverrides(trial)
    let resolved = try sweep.resolved(trial, others: threads)
    let (observe, isCancelled, stop) = (runner.observe, runner.isCancelled, StopMark())
    let training = TrainingRun(
      registry: runner.registry, cache: runner.cache, isCancelled: { isCancelled() || stop.isSet },
      observe: { event in
        if case .epochEnded(let summary) = event, let limit, summary.epoch >= limit,
          summary.epoch < summary.plannedEpochs
        {
          stop.set()
        }
        observe(.run(trial, event))
      }, shared: shared)
    switch states[trial.number] {
    case .finished(let id): return id
    case .stopped(let id, let epochs):
      if let limit, epochs >= limit { return id }
      let outcome = try training.resume(id, overrides: threads)
      return outcome == .finished || stop.isSet ? id : nil
    case nil:
      let (id, outcome) = try training.start(
        shared.preparation(resolved), labels: RunLabels(note: note, tags: [sweep.group]))
      return outcome == .finished || stop.isSet ? id : nil
    }
  }

  /// Each of several jobs computes with its share of the threads, unless the config says how many.
  private func threadOverrides(_ trial: SweepTrial) throws -> [String] {
    let compute = try sweep.resolved(trial).config.compute
    guard jobs > 1, compute.threads == 0 else { return [] }
    return ["compute.threads=\(max(1, compute.threadCount / jobs))"]
  }
}
