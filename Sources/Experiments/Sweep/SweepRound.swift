/// A round of a sweep: how many trials train up to which epoch.
public struct SweepRound: Sendable, Hashable {
  /// The trials of the round.
  public var trialCount: Int
  /// The epoch that they train to; nil for their end.
  public var epochs: Int?

  /// The rounds of a sweep; one for grid and random.
  ///
  /// Successive halving: with n trials and a factor η the first round trains all for r epochs, the next ⌊n / η⌋ of them to
  /// r · η, and so on; the last round trains to the end.
  ///
  /// - Parameters:
  ///   - config: the sweep.
  ///   - count: its trials.
  ///   - epochs: the epochs of a whole run.
  static func all(_ config: SweepConfig, trials count: Int, epochs: Int) -> [SweepRound] {
    guard config.method == .halving else { return [SweepRound(trialCount: count, epochs: nil)] }
    var rounds: [SweepRound] = []
    var (left, reached) = (count, config.firstEpochs)
    while reached < epochs, left > 1 {
      rounds.append(SweepRound(trialCount: left, epochs: reached))
      left = max(1, left / config.factor)
      let (next, overflow) = reached.multipliedReportingOverflow(by: config.factor)
      reached = overflow ? epochs : next
    }
    rounds.append(SweepRound(trialCount: left, epochs: nil))
    return rounds
  }
}
