import Metrics
import Testing

@Suite("Comparison of two models")
struct ComparisonTests {
  @Test("Gains and losses, over all and class by class, by hand")
  func byHand() throws {
    let labels = [0, 0, 0, 1, 1, 1, 1, 3]
    let first = [0, 1, 1, 1, 1, 0, 1, 0]
    let second = [0, 0, 0, 0, 1, 0, 1, 0]
    let found = try PairedComparison(labels: labels, first: first, second: second, classCount: 4)
    #expect(found.gained == [1, 2] && found.lost == [3])
    #expect(found.accuracyDifference == 1.0 / 8)
    #expect(found.overall == McNemarTest(onlyFirstCorrect: 1, onlySecondCorrect: 2))
    expectClose(found.overall.pValue, 1, within: 1e-14, "one against two")
    #expect(found.classesWithoutPositives == [2])
    #expect(found.classes.map(\.classIndex) == [0, 1, 3])
    #expect(found.classes.map(\.recallBefore) == [1.0 / 3, 0.75, 0])
    #expect(found.classes.map(\.recallAfter) == [1, 0.5, 0])
    // Two against none: 2 · ¼; times three classes, at most 1.
    expectClose(found.classes[0].test.pValue, 0.5, within: 1e-14, "two against none")
    #expect(found.classes.map(\.adjustedPValue) == [1, 1, 1])
  }

  @Test("Between models that err alike the test claims a difference no more often than its level")
  func falseAlarms() throws {
    var random = TestRandom(seed: 16)
    var alarms = 0
    for _ in 0..<1000 {
      let first = (0..<120).map { _ in Double.random(in: 0..<1, using: &random) < 0.7 }
      let second = (0..<120).map { _ in Double.random(in: 0..<1, using: &random) < 0.7 }
      if try McNemarTest(firstCorrect: first, secondCorrect: second).pValue <= 0.05 { alarms += 1 }
    }
    // The exact test keeps below 50; 50 + 3.5 deviations of √47.5 would be an error of the test.
    #expect(alarms <= 74, "\(alarms) of 1000")
    #expect(alarms > 5, "a test that never speaks proves nothing")
  }

  @Test("Lists of other lengths and empty ones are refused")
  func refusals() {
    #expect(throws: MetricsError.self) { try McNemarTest(firstCorrect: [true], secondCorrect: []) }
    #expect(throws: MetricsError.self) {
      try PairedComparison(labels: [], first: [], second: [], classCount: 1)
    }
    #expect(throws: MetricsError.self) {
      try PairedComparison(labels: [0], first: [0], second: [], classCount: 1)
    }
    #expect(throws: MetricsError.self) { try BinomialProportion(successes: 0, trials: 0) }
    #expect(throws: MetricsError.self) { try BinomialProportion(successes: 3, trials: 2) }
    #expect(throws: MetricsError.self) { try BinomialProportion(successes: 1, trials: 2).wilson(level: 0) }
  }

  @Test("Mean and deviation over folds")
  func summary() {
    #expect(SampleSummary([]) == nil)
    #expect(SampleSummary([0.5])?.standardDeviation == nil)
    let folds = SampleSummary([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(folds?.mean == 5)
    expectClose(folds?.standardDeviation, (32.0 / 7).squareRoot(), within: 1e-15, "deviation")
  }
}
