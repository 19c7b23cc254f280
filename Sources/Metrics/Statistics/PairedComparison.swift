/// Two models on the same rows: who is right where, over all and class by class.
public struct PairedComparison: Sendable, Hashable, Codable {
  /// The test over all rows.
  public let overall: McNemarTest
  /// The classes that have rows, in class order, with p-values corrected for their number.
  public let classes: [ClassComparison]
  /// Classes without rows.
  public let classesWithoutPositives: [Int]
  /// The accuracy of the second model less that of the first.
  public let accuracyDifference: Double
  /// Rows that the second model gets right and the first does not.
  public let gained: [Int]
  /// Rows that the first model gets right and the second does not.
  public let lost: [Int]

  /// Compares two lists of predictions.
  ///
  /// - Parameters:
  ///   - labels: the true class of every row.
  ///   - first: what the first model predicts.
  ///   - second: what the second model predicts.
  ///   - classCount: how many classes there are.
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch` or `labelOutOfRange`.
  public init(labels: [Int], first: [Int], second: [Int], classCount: Int) throws(MetricsError) {
    guard !labels.isEmpty else {
      throw MetricsError(.empty, found: "no rows", expected: "at least one")
    }
    let before = try ConfusionMatrix(labels: labels, predictions: first, classCount: classCount)
    let after = try ConfusionMatrix(labels: labels, predictions: second, classCount: classCount)
    var gainedRows: [Int] = []
    var lostRows: [Int] = []
    var gains = [Int](repeating: 0, count: classCount)
    var losses = gains
    for (row, label) in labels.enumerated() where (first[row] == label) != (second[row] == label) {
      if second[row] == label {
        gainedRows.append(row)
        gains[label] += 1
      } else {
        lostRows.append(row)
        losses[label] += 1
      }
    }
    let supports = before.supports
    let present = supports.indices.filter { supports[$0] > 0 }
    let tests = present.map { McNemarTest(onlyFirstCorrect: losses[$0], onlySecondCorrect: gains[$0]) }
    let adjusted = HolmCorrection.adjusted(tests.map(\.pValue))
    self.overall = McNemarTest(onlyFirstCorrect: lostRows.count, onlySecondCorrect: gainedRows.count)
    self.classes = present.enumerated().map { position, index in
      ClassComparison(
        classIndex: index, support: supports[index],
        recallBefore: Double(before[index, index]) / Double(supports[index]),
        recallAfter: Double(after[index, index]) / Double(supports[index]),
        test: tests[position], adjustedPValue: adjusted[position])
    }
    self.classesWithoutPositives = before.classesWithoutPositives
    self.accuracyDifference = Double(gainedRows.count - lostRows.count) / Double(labels.count)
    self.gained = gainedRows
    self.lost = lostRows
  }
}
