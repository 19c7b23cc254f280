internal import Experiments
internal import Foundation

/// How fast a watched run goes, from the positions seen in the last half minute.
struct WatchPace {
  private var seen: [(time: ContinuousClock.Instant, batches: Int)] = []
  private static let span: Duration = .seconds(30)

  /// Notes a position.
  mutating func note(_ progress: RunProgress, at now: ContinuousClock.Instant = .now) {
    let batches = (progress.epoch - 1) * progress.batchCount + progress.batch
    // A run that fell back to an earlier position begins anew.
    if let last = seen.last, batches < last.batches { seen = [] }
    seen.append((now, batches))
    while seen.count > 2, now - seen[0].time > Self.span { seen.removeFirst() }
  }

  /// Batches a second; nil until the run was seen to move.
  var batchesPerSecond: Double? {
    guard let first = seen.first, let last = seen.last, last.batches > first.batches else { return nil }
    return Double(last.batches - first.batches) / max((last.time - first.time).seconds, 1e-9)
  }

  /// Seconds until the epoch and until the run is over; nil as long as nothing can be said.
  ///
  /// Epochs recorded by the present attempt tell what validation and snapshots take.
  func secondsLeft(_ run: RunObservation) -> (epoch: Double?, run: Double?) {
    guard let progress = run.progress, let rate = batchesPerSecond else { return (nil, nil) }
    let epoch = Double(max(0, progress.batchCount - progress.batch)) / rate
    let whole = run.epochs.suffix(5).filter { $0.attempt == run.attempt }
      .map { $0.finishedAt.timeIntervalSince($0.startedAt) }.filter { $0 > 0 }
    let perEpoch =
      whole.isEmpty ? Double(progress.batchCount) / rate : whole.reduce(0, +) / Double(whole.count)
    return (epoch, epoch + Double(max(0, run.details.plannedEpochs - progress.epoch)) * perEpoch)
  }
}
