internal import Experiments
internal import Foundation

/// A picture of the run on the terminal, drawn anew in its place.
struct WatchScreen: WatchView {
  private let isRedrawn: Bool
  private let registryArgument: String
  private var pace = WatchPace()
  private var drawnLines = 0

  /// - Parameter isRedrawn: whether a picture replaces the one before.
  init(isRedrawn: Bool, registryArgument: String) {
    (self.isRedrawn, self.registryArgument) = (isRedrawn, registryArgument)
  }

  mutating func show(_ run: RunObservation) {
    if let progress = run.progress, run.details.status == .running { pace.note(progress) }
    let width = isRedrawn ? Self.terminalWidth : 100
    let lines = lines(run, width: width).map { line in line.count > width ? String(line.prefix(width)) : line
    }
    let back = isRedrawn && drawnLines > 0 ? "\u{1b}[\(drawnLines)A\u{1b}[J" : ""
    Output.result(back + lines.joined(separator: "\n") + "\n")
    drawnLines = lines.count
  }

  /// The picture's lines: who, how far, the curves, and how it ended.
  private func lines(_ run: RunObservation, width: Int) -> [String] {
    let details = run.details
    let name = details.name.isEmpty ? "" : " \(details.name)"
    var lines = ["run \(details.id)\(name)  \(details.status.rawValue), attempt \(run.attempt)"]
    lines.append(progressLine(run))
    let curves: [(String, MetricKey, isShare: Bool)] = [
      ("train loss", MetricKey(.train, "loss"), false),
      ("validation loss", MetricKey(.validation, "loss"), false),
      ("validation clips", MetricKey(.validation, "accuracy"), true),
    ]
    for (title, key, isShare) in curves {
      let values = run.curve(key)
      guard let last = values.last(where: \.isFinite) else { continue }
      let best = isShare ? values.filter(\.isFinite).max() : values.filter(\.isFinite).min()
      func text(_ value: Double) -> String {
        isShare ? (value * 100).formatted(digits: 1) + " %" : value.formatted(digits: 4)
      }
      let place = best.flatMap { values.firstIndex(of: $0) }.map { run.epochs[$0].epoch }
      let head = title + String(repeating: " ", count: 18 - title.count)
      lines.append(
        head + Sparkline.text(values, width: min(48, max(8, width - 60))) + "  \(text(last))"
          + (best.map { "  best \(text($0))" } ?? "") + (place.map { " at epoch \($0)" } ?? ""))
    }
    if let end = WatchEndText.line(run, registryArgument: registryArgument) { lines.append(end) }
    return lines
  }

  private func progressLine(_ run: RunObservation) -> String {
    guard let progress = run.progress, run.details.status == .running else {
      return "\(run.epochs.count) of \(run.details.plannedEpochs) epochs recorded"
    }
    let share = progress.batchCount > 0 ? Double(progress.batch) / Double(progress.batchCount) : 0
    let filled = min(24, Int(share * 24))
    let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 24 - filled)
    var text =
      "epoch \(progress.epoch)/\(run.details.plannedEpochs) \(bar) \(progress.batch)/\(progress.batchCount) batches"
    if let rate = pace.batchesPerSecond { text += "  \(rate.formatted(digits: rate < 10 ? 1 : 0)) batches/s" }
    let left = pace.secondsLeft(run)
    if let epoch = left.epoch { text += "  \(ProgressBar.duration(epoch)) left in the epoch" }
    if let whole = left.run { text += ", \(ProgressBar.duration(whole)) in all" }
    return text
  }

  private static var terminalWidth: Int {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }
}
