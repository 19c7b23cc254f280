/// How long a training has gone without improvement, as Keras's `EarlyStopping` counts.
struct EarlyStoppingState: Sendable, Hashable, Codable {
  /// The best figure so far; nil before the first.
  var best: Double?
  /// The epoch that it is of.
  var bestEpoch: Int?
  /// The epochs since then.
  var badEpochs = 0

  /// Takes note of an epoch's figure; one that is no number is no improvement.
  mutating func observe(_ figure: Double, epoch: Int, rule: EarlyStoppingConfig) {
    let isBetter =
      best.map {
        rule.figure.goal == .smallest
          ? figure + rule.minimumDelta < $0 : figure - rule.minimumDelta > $0
      } ?? figure.isFinite
    if isBetter {
      (best, bestEpoch, badEpochs) = (figure, epoch, 0)
    } else {
      badEpochs += 1
    }
  }

  /// Whether the patience is at its end.
  func isOver(_ rule: EarlyStoppingConfig) -> Bool { badEpochs >= rule.patience }
}
