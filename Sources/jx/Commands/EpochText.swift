internal import Experiments
internal import Foundation

/// An epoch in a line, as `jx run` and `jx watch` print it.
enum EpochText {
  /// The figures, the rate and the time of an epoch.
  static func line(
    epoch: Int, plannedEpochs: Int, metrics: [MetricKey: Double], examplesPerSecond: Double?,
    waitingShare: Double? = nil, seconds: Double
  ) -> String {
    func figure(_ split: Split, _ name: String) -> Double? { metrics[MetricKey(split, name)] }
    var text = "epoch \(epoch)/\(plannedEpochs)"
    if let loss = figure(.train, "loss") { text += "  loss \(loss.formatted(digits: 4))" }
    if let accuracy = figure(.train, "example_accuracy") {
      text += "  accuracy \((accuracy * 100).formatted(digits: 1)) %"
    }
    if let loss = figure(.validation, "loss") { text += "  validation loss \(loss.formatted(digits: 4))" }
    if let accuracy = figure(.validation, "accuracy") {
      text += "  clips \((accuracy * 100).formatted(digits: 1)) %"
    }
    if let share = figure(.validation, "subset_accuracy") {
      text += "  exact \((share * 100).formatted(digits: 1)) %"
      if let f1 = figure(.validation, "macro_f1") { text += "  F1 \((f1 * 100).formatted(digits: 1)) %" }
    }
    if let rate = examplesPerSecond { text += "  \(rate.formatted(digits: 1)) examples/s" }
    if let share = waitingShare { text += "  waited \((share * 100).formatted(digits: 1)) %" }
    return text + "  " + ProgressBar.duration(seconds)
  }

  /// A recorded epoch.
  static func line(_ record: EpochRecord, plannedEpochs: Int) -> String {
    let seconds = record.timings["train"].flatMap { $0 > 0 ? $0 : nil }
    return line(
      epoch: record.epoch, plannedEpochs: plannedEpochs, metrics: record.metrics,
      examplesPerSecond: seconds.map { Double(record.exampleCount) / $0 },
      seconds: max(0, record.finishedAt.timeIntervalSince(record.startedAt)))
  }
}
