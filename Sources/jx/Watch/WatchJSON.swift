internal import Experiments
internal import Foundation

/// An object a line: `status` whenever attempt or status change, `epoch` for every recorded one; with `--once` one `status`.
struct WatchJSON: WatchView {
  private let isOnce: Bool
  private var attempt = 0
  private var status: RunStatus?
  private var epoch = 0

  init(isOnce: Bool) { self.isOnce = isOnce }

  private struct StatusLine: Encodable {
    let event = "status"
    var run: RunID
    var name: String
    var status: RunStatus
    var reason: String
    var attempt: Int
    var plannedEpochs: Int
    var epochs: Int
    var progress: RunProgress?
    var metrics: [MetricKey: Double]
  }

  private struct EpochLine: Encodable {
    let event = "epoch"
    var run: RunID
    var attempt: Int
    var epoch: Int
    var learningRate: Double
    var seconds: Double
    var metrics: [MetricKey: Double]
  }

  mutating func show(_ run: RunObservation) throws {
    let hasEnded = run.details.status != .running
    if !hasEnded || isOnce { try showStatus(run) }
    for record in run.epochs where record.epoch > epoch && !isOnce {
      try Self.print(
        EpochLine(
          run: run.details.id, attempt: record.attempt, epoch: record.epoch,
          learningRate: record.learningRate,
          seconds: record.finishedAt.timeIntervalSince(record.startedAt), metrics: record.metrics))
      epoch = record.epoch
    }
    if hasEnded { try showStatus(run) }
  }

  private mutating func showStatus(_ run: RunObservation) throws {
    guard run.attempt != attempt || run.details.status != status else { return }
    // Behind a damaged snapshot epochs are trained again.
    if run.attempt != attempt { epoch = min(epoch, run.epochs.count) }
    (attempt, status) = (run.attempt, run.details.status)
    try Self.print(
      StatusLine(
        run: run.details.id, name: run.details.name, status: run.details.status,
        reason: run.details.reason, attempt: run.attempt, plannedEpochs: run.details.plannedEpochs,
        epochs: run.epochs.count, progress: run.progress, metrics: run.epochs.last?.metrics ?? [:]))
  }

  private static func print(_ line: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    Output.line(String(decoding: try encoder.encode(line), as: UTF8.self))
  }
}
