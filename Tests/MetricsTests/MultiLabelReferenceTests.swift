import Metrics
import Testing

/// One multi-label table with scikit-learn's figures.
struct MultiLabelReference: Decodable, CustomTestStringConvertible {
  var name: String
  var labels: [[Int]]
  var classCount: Int
  var scores: [Double]
  var threshold: Double
  var averages: AveragesReference?
  var subsetAccuracy: Double
  var hammingLoss: Double
  var ranking: RankingReference
  var binaryLogLoss: Double
  var brier: Double

  var testDescription: String { name }
}

@Suite("Multi-label evaluation against scikit-learn")
struct MultiLabelReferenceTests {
  @Test(
    "Figures agree to 1e-9",
    arguments: try Fixture.load("multi_label", as: [MultiLabelReference].self))
  func figures(_ reference: MultiLabelReference) throws {
    let found = try MultiLabelEvaluation(
      labels: LabelSets(reference.labels, classCount: reference.classCount),
      scores: Scores(reference.scores, classCount: reference.classCount), threshold: reference.threshold)
    if let averages = reference.averages {
      averages.expect(macro: found.macro, weighted: found.weighted, micro: found.micro, reference.name)
    } else {
      #expect(found.macro == nil && found.weighted == nil && found.micro == nil)
    }
    expectClose(found.subsetAccuracy, reference.subsetAccuracy, "subset accuracy")
    expectClose(found.hammingLoss, reference.hammingLoss, "Hamming loss")
    reference.ranking.expect(found.ranking, reference.name)
    expectClose(found.binaryLogLoss, reference.binaryLogLoss, "binary log loss")
    expectClose(found.brierScore, reference.brier, "Brier score")
  }
}
