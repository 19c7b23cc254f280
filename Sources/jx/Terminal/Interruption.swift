internal import Foundation
internal import Synchronization

/// Ctrl-C and SIGTERM as a question that long operations ask between two steps.
///
/// The first signal asks for a clean end; a second one ends the process at once with code 130. A lost terminal (SIGHUP)
/// does not stop a run.
enum Interruption {
  private static let isRequestedFlag = Atomic<Bool>(false)

  /// Whether a clean end was asked for.
  static var isRequested: Bool { isRequestedFlag.load(ordering: .relaxed) }

  /// Asks for a clean end; whether one was asked for already.
  fileprivate static func request() -> Bool { isRequestedFlag.exchange(true, ordering: .relaxed) }

  /// Starts listening; before this, the signals end the process as usual.
  ///
  /// - Parameter outlivesReader: goes on when nobody reads the output any more, as a training does behind `| head`.
  static func install(outlivesReader: Bool = false) {
    // Touched here so that the handler meets it initialised: a signal handler must not run a lazy initialiser.
    isRequestedFlag.store(false, ordering: .relaxed)
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

/// A free function, as a C function pointer wants it; only touches an atomic flag.
private func handleSignal(_ number: Int32) {
  if Interruption.request() { _exit(130) }
}
