internal import Experiments
internal import Foundation

/// Prints what a run reports: its id first, a bar within each epoch, one line an epoch.
///
/// `@unchecked Sendable`: features are reported from several threads but one at a time, and everything else from the
/// thread that trains.
final class RunReporter: @unchecked Sendable {
  private var bar: ProgressBar?
  private var barKey = ""
  private var run: RunID?
  private let registryArgument: String

  /// A reporter; `registryArgument` is repeated in the commands that it prints.
  init(registryArgument: String = "") { self.registryArgument = registryArgument }

  /// Runs a training and prints how it ended: what to do next with a finished run, how to resume one that stopped.
  func following(_ body: () throws -> RunOutcome) throws {
    do {
      let outcome = try body()
      clear()
      guard let run else { return }
      switch outcome {
      case .finished: Output.line("finished: jx show \(run)\(registryArgument)")
      case .interrupted:
        Output.line("interrupted; to go on: jx resume \(run)\(registryArgument)")
        throw Failure.Explained(code: 130)
      }
    } catch let error as ExperimentError {
      clear()
      if let run, error.code != .interrupted {
        Output.note("run \(run) failed; what was recorded stands: jx show \(run)\(registryArgument)")
      }
      throw error
    }
  }

  /// Prints one event.
  func report(_ event: RunEvent) {
    switch event {
    case .features(let done, let total):
      draw("features", total: total, unit: "files", done: done)
    case .activations(let done, let total):
      draw("activations", total: total, unit: "examples", done: done)
    case .began(let id, let folder, let attempt):
      clear()
      run = id
      Output.line(attempt == 1 ? "run \(id) in \(folder)" : "run \(id) in \(folder), attempt \(attempt)")
    case .epochBegan: clear()
    case .batch(let epoch, let planned, let done, let examples, let loss):
      draw(
        "epoch \(epoch)/\(planned)", total: examples, unit: "examples", done: done,
        suffix: "  loss \(loss.formatted(digits: 4))")
    case .evaluating(let target, let done, let total):
      draw(target.description, total: total, unit: "examples", done: done)
    case .savingSnapshot, .finishing: clear()
    case .savedState(let position, let byteCount, let seconds):
      let megabytes = (Double(byteCount) / 1e6).formatted(digits: 1)
      Output.note("saved \(position): \(megabytes) MB in \(seconds.formatted(digits: 1)) s")
    case .stoppedEarly(let reason):
      clear()
      Output.line(reason)
    case .epochEnded(let summary):
      clear()
      Output.line(line(summary))
    case .verifying(let done, let total): draw("check", total: total, unit: "batches", done: done)
    case .evaluated(let record):
      clear()
      Output.line(EvaluationText.line(record))
    case .note(let text):
      clear()
      Output.note(text)
    case .warning(let text):
      clear()
      Output.note("warning: " + text)
    }
  }

  /// Removes a bar that is still drawn.
  func clear() {
    bar?.clear()
    bar = nil
    barKey = ""
  }

  /// Draws a bar, a new one whenever the title changes.
  func draw(_ title: String, total: Int, unit: ProgressUnit, done: Int, suffix: String = "") {
    if barKey != title {
      bar?.clear()
      bar = ProgressBar(title, total: total, unit: unit, from: done)
      barKey = title
    }
    bar?.update(done, suffix: suffix)
  }

  private func line(_ summary: EpochSummary) -> String {
    EpochText.line(
      epoch: summary.epoch, plannedEpochs: summary.plannedEpochs, metrics: summary.metrics,
      examplesPerSecond: summary.examplesPerSecond, waitingShare: summary.waitingShare,
      seconds: summary.seconds)
      + (summary.isBest ? "  best" : "")
  }
}
