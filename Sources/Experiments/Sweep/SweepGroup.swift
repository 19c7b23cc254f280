internal import Foundation

/// What the registry has of a sweep's trials.
struct SweepGroup {
  /// What there is of a trial.
  enum State: Sendable, Hashable {
    /// Its run is finished.
    case finished(RunID)
    /// Its run has so many epochs and can go on.
    case stopped(RunID, epochs: Int)
  }

  private let sweep: Sweep
  private let registry: Registry

  init(_ sweep: Sweep, in registry: Registry) {
    self.sweep = sweep
    self.registry = registry
  }

  /// The state of the trials that have a run, by their number.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` if the group's run of a trial has other settings,
  ///   ``ExperimentError/Code/registry`` if a process works on it.
  func states() throws -> [Int: State] {
    let trials = Dictionary(uniqueKeysWithValues: sweep.trials.map { ($0.name, $0) })
    var states: [Int: State] = [:]
    for run in try registry.runs() where run.tags.contains(sweep.group) {
      guard let trial = trials[run.name], states[trial.number] == nil else { continue }
      let details = try registry.details(of: run.id)
      try requireSame(details, trial)
      switch run.status {
      case .finished: states[trial.number] = .finished(run.id)
      case .interrupted, .crashed, .failed: states[trial.number] = .stopped(run.id, epochs: run.epochCount)
      case .running:
        throw ExperimentError(
          .registry, found: "run \(run.id) of trial \(trial.number) is being worked on",
          expected: "one that has ended", remedy: "Wait for it, or stop it first.")
      }
    }
    return states
  }

  /// Refuses a run whose settings are not those of the trial.
  private func requireSame(_ details: RunDetails, _ trial: SweepTrial) throws(ExperimentError) {
    let values = details.configValues.map { ConfigEntry(key: $0.key, value: $0.value) }
    let differences = ConfigDifference.between([values, try sweep.resolved(trial).config.flattened])
      .filter { !$0.key.hasPrefix("compute.") && $0.values[0] != nil }
    guard let first = differences.first else { return }
    throw ExperimentError(
      .invalidConfig,
      found:
        "the group '\(sweep.group)' has run \(details.id) of trial \(trial.number) with \(first.key) "
        + (first.values[0] ?? "–"),
      expected: first.values[1] ?? "no such key",
      remedy: "Name another group with --group, or go on with the settings that this one began with.")
  }

  /// Trials by their best figure over the epochs up to one, best first; equal ones by number, those without a figure last.
  func ranking(_ trials: [SweepTrial], upTo epoch: Int) throws -> [SweepTrial] {
    let states = try states()
    let ranked = try trials.compactMap { trial -> (trial: SweepTrial, figure: Double)? in
      let id: RunID
      switch states[trial.number] {
      case .finished(let run), .stopped(let run, _): id = run
      case nil: return nil
      }
      let figure = try Self.best(sweep.config.figure, of: id, in: registry, upTo: epoch)
      return (trial, figure ?? (sweep.config.figure.goal == .smallest ? .infinity : -.infinity))
    }
    let isSmall = sweep.config.figure.goal == .smallest
    return ranked.sorted {
      $0.figure == $1.figure
        ? $0.trial.number < $1.trial.number : isSmall ? $0.figure < $1.figure : $0.figure > $1.figure
    }.map(\.trial)
  }

  /// A run's best figure over the epochs up to one; nil if it has none.
  static func best(
    _ figure: ValidationFigure, of id: RunID, in registry: Registry, upTo epoch: Int = .max
  ) throws -> Double? {
    let values = try registry.figures(figure.key, of: id).filter { $0.key <= epoch && $0.value.isFinite }
      .map(\.value)
    return figure.goal == .smallest ? values.min() : values.max()
  }
}
