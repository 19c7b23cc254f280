import Foundation
import Metrics
import Testing

@Suite("Confusion matrix")
struct ConfusionMatrixTests {
  /// Rows: true a, b, c, d; d never occurs, c is never predicted.
  let matrix: ConfusionMatrix

  init() throws {
    matrix = try ConfusionMatrix(
      counts: [
        5, 1, 0, 0,
        2, 2, 0, 1,
        1, 3, 0, 0,
        0, 0, 0, 0,
      ], classCount: 4)
  }

  @Test("Figures by hand; what is undefined is absent")
  func figures() {
    #expect(matrix.total == 15 && matrix.correct == 7)
    #expect(matrix.supports == [6, 5, 4, 0])
    #expect(matrix.predictedCounts == [8, 6, 0, 1])
    #expect(matrix.accuracy == 7.0 / 15)
    expectClose(matrix.balancedAccuracy, (5.0 / 6 + 2.0 / 5 + 0) / 3, "balanced accuracy")
    expectClose(matrix.classes.map(\.precision), [5.0 / 8, 2.0 / 6, nil, 0], within: 1e-15, "precision")
    expectClose(matrix.classes.map(\.recall), [5.0 / 6, 2.0 / 5, 0, nil], within: 1e-15, "recall")
    expectClose(matrix.classes.map(\.f1), [10.0 / 14, 4.0 / 11, 0, 0], within: 1e-15, "f1")
    #expect(matrix.classesWithoutPositives == [3])
    // Chance agreement: 6·8 + 5·6 = 78 of 225; observed 7·15 = 105.
    expectClose(matrix.cohensKappa, (105.0 - 78) / (225 - 78), "kappa")
    #expect(matrix.rowShares[4] == 0.4 && matrix.rowShares[12] == nil)
  }

  @Test("Nothing counted leaves every figure absent")
  func empty() {
    let empty = ConfusionMatrix(classCount: 3)
    #expect(empty.accuracy == nil && empty.balancedAccuracy == nil && empty.cohensKappa == nil)
    #expect(empty.matthewsCorrelation == nil && empty.average(.micro) == nil)
    #expect(empty.classes.allSatisfy { $0.precision == nil && $0.recall == nil && $0.f1 == nil })
    #expect(empty.mostConfused().isEmpty)
  }

  @Test("Confusions in order of their counts, then of their shares")
  func pairs() {
    let pairs = matrix.mostConfused()
    #expect(pairs.map(\.count) == [3, 2, 1, 1, 1])
    #expect(pairs.map(\.label) == [2, 1, 2, 1, 0])
    #expect(pairs.map(\.prediction) == [1, 0, 0, 3, 1])
    #expect(pairs[0].share == 0.75)
    #expect(matrix.mostConfused(limit: 2) == Array(pairs.prefix(2)))
  }

  @Test("Counting row by row, in parts or at once gives the same")
  func merging() throws {
    let labels = [0, 1, 2, 2, 1, 0]
    let predictions = [0, 2, 2, 1, 1, 2]
    let whole = try ConfusionMatrix(labels: labels, predictions: predictions, classCount: 3)
    var first = ConfusionMatrix(classCount: 3)
    for row in 0..<4 { first.record(label: labels[row], prediction: predictions[row]) }
    first.merge(
      try ConfusionMatrix(
        labels: Array(labels[4...]), predictions: Array(predictions[4...]), classCount: 3))
    #expect(first == whole)
    first.record(label: 1, prediction: 0, times: 3)
    let changes = whole.changes(to: first)
    #expect(changes.count == 1)
    #expect(changes.first?.label == 1 && changes.first?.prediction == 0)
    #expect(changes.first?.before == 0 && changes.first?.after == 3)
  }

  @Test("Stored and read back, the same; damaged, refused")
  func coding() throws {
    let stored = try JSONEncoder().encode(matrix)
    #expect(try JSONDecoder().decode(ConfusionMatrix.self, from: stored) == matrix)
    for damaged in [
      #"{"classCount":2,"counts":[1,2,3]}"#, #"{"classCount":0,"counts":[]}"#,
      #"{"classCount":1,"counts":[-1]}"#, #"{"classCount":9223372036854775807,"counts":[1]}"#,
      #"{"classCount":-1,"counts":[1]}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(ConfusionMatrix.self, from: Data(damaged.utf8))
      }
    }
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(
        ClassFigures.self,
        from: Data(#"{"classIndex":0,"support":1,"predicted":1,"truePositives":2}"#.utf8))
    }
    #expect(throws: MetricsError.self) { try ConfusionMatrix(labels: [0], predictions: [1], classCount: 1) }
    #expect(throws: MetricsError.self) { try ConfusionMatrix(labels: [0], predictions: [], classCount: 1) }
  }
}
