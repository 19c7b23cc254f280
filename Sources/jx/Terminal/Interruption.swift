internal import Foundation
internal import Synchronization

/// Ctrl-C and SIGTERM as a question that long operations ask between two steps.
///
/// The first signal asks for a clean end; a second one ends the process at once with code 130. A lost terminal (SIGHUP)
/// does not stop a run. `timeout` and some supervisors send each signal twice, to the process and to its group: what
/// comes within a quarter of a second is one signal.
enum Interruption {
  /// When the first signal came, in nanoseconds of the monotonic clock; 0: none has.
  private static let firstSignal = Atomic<UInt64>(0)

  /// Whether a clean end was asked for.
  static var isRequested: Bool { firstSignal.load(ordering: .relaxed) != 0 }

  /// Asks for a clean end; whether one was asked for before, and not just now.
  fileprivate static func request() -> Bool {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    let now = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    let (isFirst, first) = firstSignal.compareExchange(expected: 0, desired: now, ordering: .relaxed)
    return !isFirst && now > first + 250_000_000
  }

  /// Starts listening; before this, the signals end the process as usual.
  ///
  /// - Parameter outlivesReader: goes on when nobody reads the output any more, as a training does behind `| head`.
  static func install(outlivesReader: Bool = false) {
    // Touched here so that the handler meets it initialised: a signal handler must not run a lazy initialiser.
    firstSignal.store(0, ordering: .relaxed)
    // A parent that starts jx from a thread of a pool hands down its mask, which may block them.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    signal(SIGINT, handleSignal)
    signal(SIGTERM, handleSignal)
    signal(SIGHUP, SIG_IGN)
    if outlivesReader { signal(SIGPIPE, SIG_IGN) }
  }
}

/// A free function, as a C function pointer wants it; only touches atomics and the clock.
private func handleSignal(_ number: Int32) {
  if Interruption.request() { _exit(130) }
}
