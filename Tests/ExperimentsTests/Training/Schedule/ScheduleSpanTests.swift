import Testing

@testable import Experiments

@Suite("A schedule over more epochs than planned")
struct ScheduleSpanTests {
  private static func rates(
    _ extensions: [RunExtension], epochs: Int, shape: ScheduleConfig.Shape = .cosine(minimum: 0.1)
  ) -> [Double] {
    let schedule = LearningRateSchedule(
      base: 1, config: ScheduleConfig(shape: shape), span: ScheduleSpan(epochs: 4, extensions: extensions),
      batchCount: 1)
    return (1...epochs).map { schedule.rate(epoch: $0, batch: 0) }
  }

  private static let planned = rates([], epochs: 4)

  @Test("that is kept stays at its end")
  func keep() {
    let rates = Self.rates([RunExtension(firstEpoch: 5, plannedEpochs: 8, schedule: .keep)], epochs: 8)
    #expect(Array(rates.prefix(4)) == Self.planned)
    #expect(rates.suffix(4).allSatisfy { $0 == 0.1 })
  }

  @Test("that is stretched is that of a run planned so")
  func stretch() {
    let rates = Self.rates([RunExtension(firstEpoch: 5, plannedEpochs: 8, schedule: .stretch)], epochs: 8)
    #expect(rates[0] == 1 && rates[4] == 0.55 && rates[7] > 0.1)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test("that restarts runs over the further epochs, whichever way the run was extended before")
  func restart() {
    let restart = RunExtension(firstEpoch: 5, plannedEpochs: 8, schedule: .restart)
    for before in [[], [RunExtension(firstEpoch: 3, plannedEpochs: 4, schedule: .stretch)]] {
      let span = ScheduleSpan(epochs: 4, extensions: before + [restart])
      #expect(span == ScheduleSpan(firstEpoch: 5, epochs: 4))
    }
    let schedule = LearningRateSchedule(
      base: 1, config: ScheduleConfig(shape: .cosine(minimum: 0.1)),
      span: ScheduleSpan(firstEpoch: 5, epochs: 4), batchCount: 1)
    #expect((5...8).map { schedule.rate(epoch: $0, batch: 0) } == Self.planned)
  }

  @Test("is drawn as it runs")
  func curve() {
    var train = TrainConfig(epochs: 4, learningRate: 1e-3)
    #expect(ScheduleCurve(train, epochs: 4).line.hasPrefix("1.0e-3 ████"))
    for exponent in 1...7 {
      var other = train
      other.learningRate = Float("1e-\(exponent)") ?? 0
      #expect(ScheduleCurve(other, epochs: 4).line.hasPrefix("1.0e-\(exponent) "))
    }
    train.schedule = ScheduleConfig(shape: .cosine(minimum: 0))
    let once = ScheduleCurve(train, epochs: 4)
    #expect(once.line.hasPrefix("1.0e-3 ████") && once.line.contains("▄") && once.line.contains("▁ "))
    let restart = RunExtension(firstEpoch: 5, plannedEpochs: 8, schedule: .restart)
    let twice = ScheduleCurve(train, epochs: 8, extensions: [restart])
    #expect(twice.rates.count == 60 && twice.epochs == 1...8)
    #expect((twice.rates[29] < 1e-5) && (twice.rates[30] > 9e-4))
    train.learningRate = 3e-5
    train.schedule = ScheduleConfig(shape: .step(every: 2, factor: 0.1))
    #expect(ScheduleCurve(train, epochs: 4).line.hasPrefix("3.0e-5 "))
    #expect(ScheduleCurve(train, epochs: 4).line.hasSuffix(" 3.0e-6"))
  }
}
