import Metrics
import Testing

@Suite("Calibration")
struct CalibrationTests {
  @Test("Logits that are scaled ask for that temperature")
  func temperatureOfScaledLogits() throws {
    var random = TestRandom(seed: 17)
    let values = (0..<600).map { _ in Double.random(in: -2...2, using: &random) }
    let logits = try Scores(values, classCount: 3)
    let noise = (0..<600).map { _ in Double.random(in: -2...2, using: &random) }
    let labels = try Scores(zip(values, noise).map { $0 + $1 }, classCount: 3).predictions()
    let scaled = try Scores(values.map { 7 * $0 }, classCount: 3)
    for activation in [TemperatureScaling.Activation.softmax, .sigmoid] {
      let one = try TemperatureScaling(fitting: labels, logits: logits, activation: activation)
      let seven = try TemperatureScaling(fitting: labels, logits: scaled, activation: activation)
      expectClose(seven.temperature, 7 * one.temperature, within: 1e-10, "\(activation)")
      #expect(seven.probabilities(of: scaled).predictions() == scaled.predictions())
    }
  }

  @Test("Rows that are all right drive the temperature to its border, and it says so")
  func separable() throws {
    let logits = try Scores([2.0, -2, -2, 2], classCount: 2)
    let sharp = try TemperatureScaling(fitting: [0, 1], logits: logits, activation: .softmax)
    #expect(sharp.isAtBorder && sharp.temperature == TemperatureScaling.temperatures.lowerBound)
    let flat = try TemperatureScaling(fitting: [1, 0], logits: logits, activation: .softmax)
    #expect(flat.isAtBorder && flat.temperature == TemperatureScaling.temperatures.upperBound)
    #expect(throws: MetricsError.self) { try TemperatureScaling(temperature: 0, activation: .softmax) }
    #expect(throws: MetricsError.self) {
      try TemperatureScaling(fitting: [0], logits: logits, activation: .softmax)
    }
  }

  @Test("Platt's line stays finite for separable and for constant logits, and meets its targets' mean")
  func platt() throws {
    let logits = try Scores([-1000.0, 5, -900, 5, 900, 5, 1000, 5], classCount: 2)
    let sets = try LabelSets([[], [1], [0], [0]], classCount: 2)
    let fitted = try PlattScaling(fitting: sets, logits: logits)
    let calibrated = try fitted.probabilities(of: logits)
    #expect(calibrated[0, 0] < 0.5 && calibrated[3, 0] > 0.5)
    // At the optimum the probabilities sum to the targets: 2 · ¾ + 2 · ¼; 1 · ⅔ + 3 · ⅕.
    expectClose((0..<4).reduce(0) { $0 + calibrated[$1, 0] }, 2, "class 0")
    expectClose((0..<4).reduce(0) { $0 + calibrated[$1, 1] }, 2.0 / 3 + 3.0 / 5, "class 1")
    #expect(throws: MetricsError.self) { try fitted.probabilities(of: Scores([1.0], classCount: 1)) }
  }

  @Test("Classes without positives or negatives have no line and no threshold")
  func absentClasses() throws {
    let scores = try Scores(rows: [[0.9, 0.2, 0.4], [0.8, 0.1, 0.6]])
    let sets = try LabelSets([[0], [0, 2]], classCount: 3)
    let platt = try PlattScaling(fitting: sets, logits: scores)
    #expect(platt.lines.map { $0 == nil } == [true, true, false])
    expectClose(try platt.probabilities(of: scores)[0, 1], 0.549833997312478, within: 1e-14, "plain sigmoid")
    let thresholds = try ClassThresholds(.bestF1, labels: sets, scores: scores)
    #expect(thresholds.classes.map { $0?.threshold } == [0.8, nil, 0.6])
  }

  @Test("Below every threshold there is no bird")
  func abstention() throws {
    let scores = try Scores(rows: [[0.9, 0.1], [0.6, 0.3], [0.5, 0.8], [0.4, 0.2]])
    let sets = try LabelSets([[0], [0], [1], []], classCount: 2)
    let thresholds = try ClassThresholds(.precision(1), labels: sets, scores: scores)
    #expect(thresholds.classes.map { $0?.threshold } == [0.6, 0.8])
    let predictions = try thresholds.predictions(for: scores)
    #expect(predictions == [0, 0, 1, nil])
    let figures = try SelectiveFigures(labels: [0, 1, 1, nil], predictions: predictions)
    #expect(figures.coverage == 0.75)
    #expect(figures.selectiveAccuracy == 2.0 / 3)
    #expect(throws: MetricsError.self) { try thresholds.predictions(for: Scores([1.0], classCount: 1)) }
    #expect(throws: MetricsError.self) { try ClassThresholds(.precision(1.1), labels: sets, scores: scores) }
    let hopeless = try ClassThresholds(
      .precision(0.9), labels: LabelSets([[], [0]], classCount: 1), scores: Scores([0.9, 0.1], classCount: 1))
    #expect(hopeless.classes == [nil])
  }
}
