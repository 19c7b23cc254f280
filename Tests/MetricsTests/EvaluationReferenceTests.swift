import Metrics
import Testing

/// One single-label table with scikit-learn's figures.
struct SingleLabelReference: Decodable, CustomTestStringConvertible {
  var name: String
  var labels: [Int]
  var classCount: Int
  var scores: [Double]
  var confusion: [Int]
  var accuracy: Double
  var balancedAccuracy: Double
  var topKLastClassFirst: [String: Double]
  var precision: [Double?]
  var recall: [Double?]
  var f1: [Double?]
  var support: [Int]
  var averages: AveragesReference
  var kappa: Double?
  var mcc: Double
  var ranking: RankingReference
  var logLoss: Double?
  var binaryLogLoss: Double?
  var brier: Double?
  var ece: Double?
  var eceEqualMass: Double?

  var testDescription: String { name }

  static func all() throws -> [SingleLabelReference] {
    try Fixture.load("single_label", as: [SingleLabelReference].self)
  }
}

@Suite("Evaluation against scikit-learn")
struct EvaluationReferenceTests {
  @Test("Single-label figures agree to 1e-9 on awkward tables", arguments: try SingleLabelReference.all())
  func singleLabel(_ reference: SingleLabelReference) throws {
    let scores = try Scores(reference.scores, classCount: reference.classCount)
    let found = try Evaluation(labels: reference.labels, scores: scores)
    #expect(found.confusion.counts == reference.confusion)
    expectClose(found.accuracy, reference.accuracy, "accuracy")
    expectClose(found.balancedAccuracy, reference.balancedAccuracy, "balanced accuracy")
    expectClose(found.classes.map(\.precision), reference.precision, "precision")
    expectClose(found.classes.map(\.recall), reference.recall, "recall")
    expectClose(found.classes.map(\.f1), reference.f1, "F1")
    #expect(found.classes.map(\.support) == reference.support)
    reference.averages.expect(
      macro: found.macro, weighted: found.weighted, micro: found.micro, reference.name)
    expectClose(found.cohensKappa, reference.kappa, "Cohen's kappa")
    expectClose(found.matthewsCorrelation, reference.mcc, "Matthews correlation")
    reference.ranking.expect(found.ranking, reference.name)
    expectClose(found.logLoss, reference.logLoss, "log loss")
    expectClose(found.binaryLogLoss, reference.binaryLogLoss, "binary log loss")
    expectClose(found.brierScore, reference.brier, "Brier score")
    expectClose(found.reliability?.expectedError, reference.ece, "ECE, equal width")
    expectClose(found.equalMassReliability?.expectedError, reference.eceEqualMass, "ECE, equal mass")
    #expect(found.classesWithoutPositives == reference.support.indices.filter { reference.support[$0] == 0 })
    #expect(found.ranking.classesWithoutPositives == found.classesWithoutPositives)
  }

  @Test("Top-k accuracy agrees where ties go to the last class", arguments: try SingleLabelReference.all())
  func topK(_ reference: SingleLabelReference) throws {
    let scores = try Scores(reference.scores, classCount: reference.classCount)
    for (k, expected) in reference.topKLastClassFirst {
      let found = try scores.topKAccuracy(#require(Int(k)), labels: reference.labels, ties: .lastClass)
      expectClose(found.accuracy, expected, "top \(k)")
    }
    let first = try scores.topKAccuracy(1, labels: reference.labels)
    expectClose(first.accuracy, reference.accuracy, "top 1 with ties to the first class is the accuracy")
  }
}
