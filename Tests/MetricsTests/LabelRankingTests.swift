import Metrics
import Testing

@Suite("Several classes a row: rankings, tables, a threshold for each class")
struct LabelRankingTests {
  private struct Reference: Decodable {
    var labels: [[Int]]
    var scores: [Double]
    var thresholds: [Double]
    var lrap: Double
    var subsetAccuracy: Double
    var hammingLoss: Double
    var microF1: Double
    var macroF1: Double
    var tables: [[Int]]
    var together: [Int]
    var mistaken: [Int]
  }

  @Test("equal scikit-learn's, ties and rows without or with all classes included")
  func reference() throws {
    let reference = try Fixture.load("label_ranking", as: Reference.self)
    let labels = try LabelSets(reference.labels, classCount: 5)
    let scores = try Scores(reference.scores, classCount: 5)
    let found = try MultiLabelEvaluation(labels: labels, scores: scores, thresholds: reference.thresholds)
    expectClose(found.labelRankingAveragePrecision, reference.lrap, "LRAP")
    expectClose(found.subsetAccuracy, reference.subsetAccuracy, "subset accuracy")
    expectClose(found.hammingLoss, reference.hammingLoss, "Hamming loss")
    expectClose(found.micro?.f1, reference.microF1, "micro F1")
    expectClose(found.macro?.f1, reference.macroF1, "macro F1")
    let confusion = try MultiLabelConfusion(labels: labels, scores: scores, thresholds: reference.thresholds)
    #expect(
      confusion.classes.map { [$0.truePositives, $0.falsePositives, $0.falseNegatives, $0.trueNegatives] }
        == reference.tables)
    #expect(confusion.together == reference.together)
    #expect(confusion.mistaken == reference.mistaken)
    let pairs = confusion.mostMistaken(limit: 3)
    #expect(pairs.count == min(3, reference.mistaken.filter { $0 > 0 }.count))
    #expect(pairs.first?.count == reference.mistaken.max())
    #expect(pairs.allSatisfy { reference.mistaken[$0.missed * 5 + $0.invented] == $0.count })
    #expect(Set(MultiLabelEvaluation.ownNames).isSubset(of: Set(found.named.map(\.name))))
  }

  @Test("thresholds that are not one a class are refused")
  func thresholds() throws {
    let labels = try LabelSets([[0], [1]], classCount: 2)
    let scores = try Scores([0.5, 0.1, 0.2, 0.9], classCount: 2)
    #expect(throws: MetricsError.self) {
      try MultiLabelEvaluation(labels: labels, scores: scores, thresholds: [0.5])
    }
    #expect(throws: MetricsError.self) {
      try MultiLabelConfusion(labels: labels, scores: scores, thresholds: [0.5, 0.5, 0.5])
    }
  }
}
