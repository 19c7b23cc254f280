internal import Experiments
internal import Foundation
internal import Synchronization

/// Says what a sweep does: a line a trial, and a bar for what all share.
final class SweepProgress: Sendable {
  private struct State {
    var started = ContinuousClock.now
    /// The trials of the round that were trained here; those that were done before tell nothing of the rate.
    var trained: Set<Int> = []
    var trainedCount = 0
  }

  private let state = Mutex(State())

  /// Takes an event, from any thread.
  func report(_ event: SweepEvent) {
    switch event {
    case .roundBegan(let number, let count, let round):
      let text =
        count == 1
        ? "\(round.trialCount) trials"
        : "round \(number) of \(count): \(round.trialCount) trials"
          + (round.epochs.map { ", up to epoch \($0)" } ?? ", to their end")
      state.withLock { $0 = State() }
      Output.note(text)
    case .run(let trial, let event):
      if case .began = event { state.withLock { _ = $0.trained.insert(trial.number) } }
      report(event, of: trial)
    case .trialEnded(let trial, let id, let figure, let done, let total):
      let values = trial.values.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      let text = figure.map { "  best \($0.formatted(digits: 4))" } ?? ""
      Output.line("\(done)/\(total)  \(trial.name)  run \(id)  \(values)\(text)  \(rate(trial, done, total))")
    case .trialFailed(let trial, let reason, let done, let total):
      Output.note("\(done)/\(total)  \(trial.name) failed: \(reason)")
    }
  }

  private func report(_ event: RunEvent, of trial: SweepTrial) {
    switch event {
    case .warning(let text) where trial.number == 1: Output.note("warning: " + text)
    case .note(let text) where trial.number == 1: Output.note(text)
    default: break
    }
  }

  /// How fast trials are done, and how long the rest of the round will take.
  private func rate(_ trial: SweepTrial, _ done: Int, _ total: Int) -> String {
    let (count, started) = state.withLock { state in
      guard state.trained.contains(trial.number) else { return (0, state.started) }
      state.trainedCount += 1
      return (state.trainedCount, state.started)
    }
    guard count > 0 else { return "done before" }
    let seconds = max(1e-3, (ContinuousClock.now - started).seconds)
    let perMinute = Double(count) / seconds * 60
    let left = Double(total - done) / perMinute * 60
    return "\(perMinute.formatted(digits: 1)) a minute, \(left.formatted(digits: 0)) s left"
  }
}
