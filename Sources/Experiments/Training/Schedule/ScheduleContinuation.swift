/// What becomes of a schedule when a run is trained for more epochs than planned.
public enum ScheduleContinuation: String, Sendable, Hashable, Codable, CaseIterable {
  /// It goes on as it was: where it had an end, it stays there.
  case keep
  /// As if the run had been planned for all the epochs; the learning rate jumps to where it would be.
  case stretch
  /// It begins again and runs over the further epochs.
  case restart
}
