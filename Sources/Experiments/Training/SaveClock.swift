/// Tells when the state within an epoch is to be saved.
final class SaveClock {
  private let interval: Duration?
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant

  /// A clock that starts now; 0 minutes for never.
  init(everyMinutes: Double) {
    interval = everyMinutes > 0 ? .seconds(everyMinutes * 60) : nil
    last = clock.now
  }

  /// Whether so much time has passed since ``restart()``.
  var isDue: Bool { interval.map { clock.now - last >= $0 } ?? false }

  /// Takes note that a state was saved.
  func restart() { last = clock.now }
}
