import Metrics
import Testing

@Suite("Scores")
struct ScoresTests {
  @Test("A table that is none is refused, with the place of the fault")
  func refusals() throws {
    func code(_ make: () throws -> Scores) -> MetricsError.Code? {
      do {
        _ = try make()
        return nil
      } catch { return (error as? MetricsError)?.code }
    }
    #expect(code { try Scores([1.0, 2, 3], classCount: 2) } == .shapeMismatch)
    #expect(code { try Scores([1.0], classCount: 0) } == .empty)
    #expect(code { try Scores([1.0, 2], classCount: 2, classNames: ["a"]) } == .shapeMismatch)
    #expect(code { try Scores(rows: []) } == .empty)
    #expect(code { try Scores(rows: [[1, 2], [3]]) } == .shapeMismatch)
    let error = #expect(throws: MetricsError.self) { try Scores([0, 1, 0, Double.nan], classCount: 2) }
    #expect(error?.code == .notFinite)
    #expect(error?.found == "score nan in row 1, class 1")
    #expect(throws: MetricsError.self) { try Scores([Float.infinity], classCount: 1) }
  }

  @Test("Labels that a table does not have are refused, with their row")
  func labels() throws {
    let scores = try Scores([0.1, 0.9, 0.8, 0.2], classCount: 2)
    let outside = #expect(throws: MetricsError.self) { try Evaluation(labels: [0, 2], scores: scores) }
    #expect(outside?.code == .labelOutOfRange)
    #expect(outside?.found == "label 2 in row 1")
    let short = #expect(throws: MetricsError.self) { try Evaluation(labels: [0], scores: scores) }
    #expect(short?.code == .shapeMismatch)
    let none = #expect(throws: MetricsError.self) {
      try Evaluation(labels: [], scores: Scores([Double](), classCount: 3))
    }
    #expect(none?.code == .empty)
    #expect(throws: MetricsError.self) { try LabelSets([[0], [-1]], classCount: 2) }
  }

  @Test("A query lists the best classes in order, ties in class order, with shares")
  func best() throws {
    let scores = try Scores(rows: [[0.2, 0.5, 0.2, 0.3], [0, 0, 0, 0], [-1, 2, 0, 0]])
    let ranked = scores.best(3, inRow: 0)
    #expect(ranked.map(\.classIndex) == [1, 3, 0])
    #expect(ranked.map(\.score) == [0.5, 0.3, 0.2])
    #expect(ranked.map(\.share) == [0.5, 0.3, 0.2])
    #expect(scores.best(3, inRow: 1).map(\.classIndex) == [0, 1, 2])
    #expect(scores.best(3, inRow: 1).map(\.share) == [nil, nil, nil], "silence makes no shares")
    #expect(scores.best(4, inRow: 2).map(\.share) == [nil, nil, nil, nil])
    #expect(
      try Scores([0.4, 0.6], classCount: 2).best(3, inRow: 0).count == 2, "fewer classes than asked for")
  }

  @Test("Activations and their inverses")
  func activations() throws {
    let logits = try Scores([-2.0, 0, 2, 1000, 0, -1000], classCount: 3)
    let softmax = logits.softmax()
    #expect(softmax.isProbability)
    // e⁻², 1 and e² over their sum.
    expectClose(softmax[0, 2], 0.8668133321973349, within: 1e-15, "softmax")
    #expect(softmax[1, 0] == 1 && softmax[1, 2] == 0)
    expectClose(logits.sigmoid()[0, 0], 0.11920292202211755, within: 1e-15, "sigmoid")
    let back = try logits.sigmoid().logOdds()
    expectClose([back[0, 0], back[0, 1], back[0, 2]], [-2, 0, 2], within: 1e-14, "log-odds")
    #expect(back[1, 0] < 17 && back[1, 0] > 16, "a saturated sigmoid has finite log-odds")
    expectClose(try softmax.logarithms().softmax()[0, 1], softmax[0, 1], within: 1e-14, "logarithms")
    let error = #expect(throws: MetricsError.self) { try logits.logOdds() }
    #expect(error?.code == .notProbability)
  }

  @Test("Figures of probabilities are absent for other scores")
  func logitsHaveNoLogLoss() throws {
    let evaluation = try Evaluation(labels: [0, 1], scores: Scores([3.0, -1, 0.5, 2], classCount: 2))
    #expect(evaluation.accuracy == 1)
    #expect(evaluation.logLoss == nil && evaluation.binaryLogLoss == nil && evaluation.brierScore == nil)
    #expect(evaluation.reliability == nil && evaluation.equalMassReliability == nil)
  }
}
