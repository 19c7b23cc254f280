/// What a sweep reports while it works.
public enum SweepEvent: Sendable {
  /// A round begins, with so many trials.
  case roundBegan(number: Int, of: Int, SweepRound)
  /// Something happened in a trial's run.
  case run(SweepTrial, RunEvent)
  /// A trial of the round is done: its best figure of the validation split so far, trials done of all.
  case trialEnded(SweepTrial, RunID, figure: Double?, done: Int, total: Int)
  /// A trial failed; the sweep goes on with the others.
  case trialFailed(SweepTrial, reason: String, done: Int, total: Int)
}
