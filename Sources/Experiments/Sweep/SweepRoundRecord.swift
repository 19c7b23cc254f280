internal import Synchronization

/// How far a round has come, from several threads.
final class SweepRoundRecord: Sendable {
  /// Its trials.
  let total: Int

  private let done = Mutex(0)
  private let failed = Mutex<[SweepRunner.Failure]>([])

  init(total: Int) { self.total = total }

  /// The trials that failed, by number.
  var failures: [SweepRunner.Failure] {
    failed.withLock { $0.sorted { $0.trial.number < $1.trial.number } }
  }

  /// Takes note of a trial that failed.
  func note(_ trial: SweepTrial, _ reason: String) { failed.withLock { $0.append((trial, reason)) } }

  /// Takes note of a trial that is over, and returns how many are.
  func noteDone() -> Int {
    done.withLock { count in
      count += 1
      return count
    }
  }
}
