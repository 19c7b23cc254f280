/// The learning rate over a run's epochs, for people to look at.
public struct ScheduleCurve: Sendable, Hashable {
  /// The learning rate at the points drawn, from the first step to the last.
  public let rates: [Double]
  /// The first and the last epoch drawn.
  public let epochs: ClosedRange<Int>

  private static let blocks: [Character] = Array("▁▂▃▄▅▆▇█")
  private static let width = 60
  /// Steps that an epoch is taken to have: the number is not known before the features are.
  private static let batchCount = 100

  /// The curve of a training, as far as it follows from the config: plateaus are not foreseen.
  ///
  /// - Parameters:
  ///   - train: the training.
  ///   - epochs: the epochs planned.
  ///   - extensions: how it was extended.
  public init(_ train: TrainConfig, epochs: Int, extensions: [RunExtension] = []) {
    var spans = [ScheduleSpan(epochs: train.epochs)]
    for index in extensions.indices {
      spans.append(ScheduleSpan(epochs: train.epochs, extensions: Array(extensions[...index])))
    }
    let starts = [1] + extensions.map(\.firstEpoch)
    let total = epochs * Self.batchCount
    let points = min(Self.width, total)
    self.epochs = 1...epochs
    rates = (0..<points).map { point in
      let step = points == 1 ? 0 : point * (total - 1) / (points - 1)
      let epoch = step / Self.batchCount + 1
      let span = spans[starts.lastIndex { $0 <= epoch } ?? 0]
      let schedule = LearningRateSchedule(
        base: Double(train.learningRate), config: train.schedule, span: span, batchCount: Self.batchCount)
      return schedule.rate(epoch: epoch, batch: step % Self.batchCount)
    }
  }

  /// The curve in one line of block characters, from 0 to the largest rate, with the rates at its ends.
  public var line: String {
    let largest = rates.max() ?? 0
    let line = rates.map { rate in
      Self.blocks[largest > 0 ? Int((rate / largest * Double(Self.blocks.count - 1)).rounded()) : 0]
    }
    return "\(Self.text(rates.first ?? 0)) \(String(line)) \(Self.text(rates.last ?? 0))"
  }

  private static func text(_ rate: Double) -> String {
    guard rate > 0 else { return "0" }
    var (value, exponent) = (rate, 0)
    while value < 1 { (value, exponent) = (value * 10, exponent - 1) }
    while value >= 10 { (value, exponent) = (value / 10, exponent + 1) }
    var tenths = Int((value * 10).rounded())
    if tenths == 100 { (tenths, exponent) = (10, exponent + 1) }
    return "\(tenths / 10).\(tenths % 10)e\(exponent)"
  }
}
