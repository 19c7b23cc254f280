/// What became of a run or of one attempt at it.
public enum RunStatus: String, Sendable, Hashable, Codable, CaseIterable {
  /// A process holds the run's lock.
  case running
  /// All epochs and the final evaluation are done.
  case finished
  /// Stopped on request, with a snapshot to resume from.
  case interrupted
  /// The process ended without a word: the registry says running, but nobody holds the lock.
  case crashed
  /// Stopped by an error, such as a loss that is no number.
  case failed
}
