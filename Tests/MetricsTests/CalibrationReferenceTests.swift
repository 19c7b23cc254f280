import Metrics
import Testing

/// Calibrations of one table by SciPy and scikit-learn.
struct CalibrationReference: Decodable {
  var labels: [Int]
  var classCount: Int
  var logits: [Double]
  var softmaxTemperature: Double
  var sigmoidTemperature: Double
  var platt: [[Double]]
  var scores: [Double]
  var bestF1: [[Double]]
  var recallAtPrecision: [[Double]?]
}

@Suite("Calibration against SciPy and scikit-learn")
struct CalibrationReferenceTests {
  let reference: CalibrationReference
  let logits: Scores
  let sets: LabelSets

  init() throws {
    reference = try Fixture.load("calibration", as: CalibrationReference.self)
    logits = try Scores(reference.logits, classCount: reference.classCount)
    sets = try LabelSets(labels: reference.labels, classCount: reference.classCount)
  }

  @Test("The fitted temperature, to what SciPy's search on the loss itself can resolve")
  func temperature() throws {
    // A minimum found by comparing losses is known to the square root of their precision.
    let softmax = try TemperatureScaling(fitting: reference.labels, logits: logits, activation: .softmax)
    expectClose(softmax.temperature, reference.softmaxTemperature, within: 1e-6, "softmax")
    let sigmoid = try TemperatureScaling(fitting: reference.labels, logits: logits, activation: .sigmoid)
    expectClose(sigmoid.temperature, reference.sigmoidTemperature, within: 1e-6, "sigmoid")
    #expect(!softmax.isAtBorder && !sigmoid.isAtBorder)
  }

  @Test("The fitted temperature is a minimum of the log loss")
  func temperatureIsMinimal() throws {
    let fitted = try TemperatureScaling(fitting: reference.labels, logits: logits, activation: .softmax)
    let best = try fitted.probabilities(of: logits).logLoss(labels: reference.labels)
    for factor in [0.99, 0.999, 1.001, 1.01] {
      let other = try TemperatureScaling(temperature: fitted.temperature * factor, activation: .softmax)
      #expect(try other.probabilities(of: logits).logLoss(labels: reference.labels) > best)
    }
  }

  @Test("Platt's lines, to scikit-learn's gradient tolerance")
  func platt() throws {
    let fitted = try PlattScaling(fitting: sets, logits: logits)
    for (line, expected) in zip(fitted.lines, reference.platt) {
      // scikit-learn stops at a gradient of 1e-6 over a sum of 100 rows.
      expectClose([line?.slope, line?.offset], expected, within: 1e-5, "Platt line")
    }
  }

  @Test("F1-optimal thresholds and thresholds for a precision")
  func thresholds() throws {
    let scores = try Scores(reference.scores, classCount: reference.classCount)
    let best = try ClassThresholds(.bestF1, labels: sets, scores: scores)
    for (found, expected) in zip(best.classes, reference.bestF1) {
      expectClose([found?.f1, found?.threshold], expected, "best F1 and its threshold")
    }
    let precise = try ClassThresholds(.precision(0.7), labels: sets, scores: scores)
    for (found, expected) in zip(precise.classes, reference.recallAtPrecision) {
      expectClose(found?.recall, expected?[0], "recall at a precision of 0.7")
      expectClose(found?.threshold, expected?[1], "its threshold")
    }
  }
}
