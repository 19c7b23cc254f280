import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("DecisionRule and Calibration")
struct DecisionRuleTests {
  private static let classes = ["Noise_noise", "a", "b"]

  private static func ranking(_ order: [Int]) throws -> [RankedClass] {
    var row = [0.0, 0, 0]
    for (place, index) in order.enumerated() { row[index] = Double(3 - place) }
    return try Scores(row, classCount: 3).best(3, inRow: 0)
  }

  @Test("finds the classes of noise by the first word of their names")
  func noise() {
    let rule = DecisionRule(
      aggregation: .mean,
      classes: ["Noise_noise", "noise", "Background-rain", "silence", "Noisy_miner", "Parus_major"])
    #expect(rule.noiseClasses == ["Noise_noise", "noise", "Background-rain", "silence"])
  }

  @Test("without thresholds says the best class unless that is noise")
  func plain() throws {
    let rule = DecisionRule(aggregation: .mean, classes: Self.classes)
    func answer(_ order: [Int]) throws -> Int? {
      rule.answer(ranking: try Self.ranking(order), confidences: [0, 0, 0], classes: Self.classes)
    }
    #expect(try answer([1, 0, 2]) == 1 && answer([2, 1, 0]) == 2)
    #expect(try answer([0, 1, 2]) == nil)
  }

  @Test("with thresholds says the best-ranked class that reaches its own, and none behind noise")
  func thresholds() throws {
    var rule = DecisionRule(aggregation: .mean, classes: Self.classes)
    // One row a class tells that class at 0.6, 0.7 and 0.8.
    rule.thresholds = try ClassThresholds(
      .bestF1, labels: LabelSets(labels: [0, 1, 2], classCount: 3),
      scores: Scores([0.6, 0, 0, 0, 0.7, 0, 0, 0, 0.8], classCount: 3))
    func answer(_ order: [Int], _ confidences: [Double]) throws -> Int? {
      rule.answer(ranking: try Self.ranking(order), confidences: confidences, classes: Self.classes)
    }
    #expect(try answer([1, 2, 0], [0, 0.7, 0.9]) == 1)
    #expect(try answer([1, 2, 0], [0, 0.69, 0.9]) == 2)
    #expect(try answer([1, 2, 0], [0, 0.69, 0.79]) == nil)
    #expect(try answer([1, 0, 2], [0, 0.69, 0.9]) == nil)
  }

  /// 1e-12: the same operations in another order.
  @Test(
    "confidences come from mean logits, so a clip that is repeated is no surer",
    arguments: [Loss.sigmoid, .softmax])
  func meanLogits(loss: Loss) throws {
    let scores = try SampleScores.make(loss)
    let confidences = try scores.confidences(at: .clip, .none)
    var row = 0
    for (clip, count) in [3, 1, 5, 2].enumerated() {
      var means = [0.0, 0, 0]
      for _ in 0..<count {
        for index in 0..<3 { means[index] += Double(scores.logits[row * 3 + index]) / Double(count) }
        row += 1
      }
      let powers = means.map { exp($0) }
      for index in 0..<3 {
        let expected =
          loss == .softmax ? powers[index] / powers.reduce(0, +) : powers[index] / (1 + powers[index])
        #expect(abs(confidences[clip, index] - expected) < 1e-12)
      }
    }
  }

  @Test("a network that is too sure of itself becomes less so, and is right as often as it says")
  func temperature() throws {
    // Seven of ten right at logits that claim 99.7 %.
    let scores = try SampleScores.random(clipCount: 400, classCount: 4, rate: 0.7, seed: 5)
    let loud = try ExampleScores(
      classes: scores.classes, activation: .softmax, clips: scores.clips, logits: scores.logits.map { 2 * $0 }
    )
    let labels = loud.clips.map(\.label)
    func evaluation(_ method: Calibration.Method) throws -> Evaluation {
      let logits = try loud.meanLogits(at: .clip)
      let sets = try LabelSets(labels: labels, classCount: logits.classCount)
      let calibration = try Calibration(method, labels: sets, meanLogits: logits, activation: .softmax)
      #expect(calibration.method == method)
      return try Evaluation(labels: labels, scores: loud.confidences(at: .clip, calibration))
    }
    let (plain, cooled, lines) = (try evaluation(.none), try evaluation(.temperature), try evaluation(.platt))
    #expect(cooled.accuracy == plain.accuracy)
    for better in [cooled, lines] {
      let (before, after) = (try #require(plain.binaryLogLoss), try #require(better.binaryLogLoss))
      #expect(after < before)
      #expect(try #require(better.reliability).expectedError < 0.05)
    }
    #expect(try #require(plain.reliability).expectedError > 0.2)
  }

  @Test("a saved rule is read back and replaces the config's, and one that was changed by hand is refused")
  func saved() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=1", "eval.aggregation=max"])
    let registry = tiny.registry
    var rule = try registry.decision(of: registry.details(of: id))
    #expect(rule == DecisionRule(aggregation: .maximum, classes: ToneFolder.classNames))
    rule.aggregation = .topMean(count: 2)
    try rule.fit(
      to: SampleScores.make(), of: registry.evaluations(of: id)[0], method: .platt, goal: .precision(0.5))
    try registry.save(rule, of: id)
    #expect(try registry.decision(of: registry.details(of: id)) == rule)
    #expect(try Classifier(of: id, in: registry).decision.aggregation == .topMean(count: 2))
    try registry.save(rule, of: id)
    #expect(try registry.details(of: id).files.count { $0.kind == .decision } == 1)
    let path = registry.folderPath(of: id) + "/decision.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("top_2_mean", with: "mean").utf8).write(to: URL(filePath: path))
    let error = try #require(throws: ExperimentError.self) {
      _ = try registry.decision(of: registry.details(of: id))
    }
    #expect(
      error.found.contains("not the file that was recorded") && error.remedy.contains("jx calibrate \(id)"))
  }

  @Test("calibrating evaluates the validation split once and uses its stored scores from then on")
  func calibrating() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start()
    let evaluation = RunEvaluation(
      registry: tiny.registry, cache: tiny.cache, compute: ComputeConfig(engine: .openblas, threads: 1),
      isCancelled: { false }, observe: { _ in })
    let (rule, scores) = try evaluation.calibrate(id, method: .temperature, goal: .bestF1)
    #expect(scores.clips.count == 3 && rule.basis?.evaluation == 2 && rule.basis?.clipCount == 3)
    #expect(try evaluation.calibrate(id, method: .temperature, goal: .bestF1).rule == rule)
    #expect(try tiny.registry.evaluations(of: id).count == 2)
    #expect(
      try evaluation.calibrate(id, method: .none, goal: .bestF1, noiseClasses: ["low"]).rule.noiseClasses == [
        "low"
      ])
    let error = try #require(throws: ExperimentError.self) {
      _ = try evaluation.calibrate(id, method: .none, goal: .bestF1, noiseClasses: ["lo"])
    }
    #expect(error.found.contains("no class 'lo'") && error.remedy.contains("'low'"))
  }
}
