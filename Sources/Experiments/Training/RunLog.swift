internal import Foundation
internal import Glibc

/// `log.txt` in a run's folder: what happened and when, a line each, over all attempts.
///
/// A log that can't be written does not stop a run.
struct RunLog: Sendable {
  private let path: String

  init(runFolder: String) { path = runFolder + "/log.txt" }

  /// Appends what is worth a line of an event.
  func note(_ event: RunEvent) {
    switch event {
    case .began(let id, _, let attempt): append("run \(id), attempt \(attempt)")
    case .epochBegan(let epoch, let planned, let examples, let done):
      if done > 0 { append("epoch \(epoch)/\(planned) goes on at example \(done) of \(examples)") }
    case .epochEnded(let summary):
      let figures = summary.metrics.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      append(
        "epoch \(summary.epoch)/\(summary.plannedEpochs): " + figures.joined(separator: ", ")
          + ", \(summary.examplesPerSecond) examples/s, waited \(summary.waitingShare), \(summary.seconds) s"
          + (summary.isBest ? ", best" : ""))
    case .evaluated(let record):
      let figures = record.metrics.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      append(
        "evaluated \(record.target) with the snapshot of \(record.snapshot): "
          + figures.joined(separator: ", "))
    case .savedState(let position, let byteCount, let seconds):
      append("saved \(position): \(byteCount) bytes in \(seconds) s")
    case .stoppedEarly(let reason): append(reason)
    case .warning(let text): append("warning: " + text)
    case .note(let text): append(text)
    case .features, .activations, .batch, .verifying, .evaluating, .savingSnapshot, .finishing: break
    }
  }

  /// Appends a line with the time.
  func append(_ text: String) {
    let line = "\(Date.now.formatted(.iso8601)) \(text.replacing("\n", with: "\n  "))\n"
    guard let file = try? FileDescriptor(path: path, flags: O_WRONLY | O_CREAT | O_APPEND) else { return }
    try? file.write(unsafe Array(line.utf8).span.bytes)
  }
}
