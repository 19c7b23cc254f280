/// Where a learning rate that falls on plateaus stands, as PyTorch's `ReduceLROnPlateau` (relative threshold, ε 0) does.
struct PlateauState: Sendable, Hashable, Codable {
  /// The learning rate.
  var rate: Double
  /// The best figure so far; nil before the first.
  var best: Double?
  /// The epochs since then that count.
  var badEpochs = 0
  /// The epochs that are still not counted.
  var cooldown = 0

  /// The state before the first epoch.
  init(rate: Double) { self.rate = rate }

  /// Takes note of an epoch's figure; one that is no number is no improvement.
  mutating func observe(_ figure: Double, rule: PlateauRule) {
    if isBetter(figure, rule) {
      best = figure
      badEpochs = 0
    } else {
      badEpochs += 1
    }
    if cooldown > 0 {
      cooldown -= 1
      badEpochs = 0
    }
    guard badEpochs > rule.patience else { return }
    rate = min(rate, max(rate * rule.factor, rule.minimum))
    cooldown = rule.cooldown
    badEpochs = 0
  }

  private func isBetter(_ figure: Double, _ rule: PlateauRule) -> Bool {
    guard let best else { return figure.isFinite }
    return rule.figure.goal == .smallest
      ? figure < best * (1 - rule.threshold) : figure > best * (1 + rule.threshold)
  }
}
