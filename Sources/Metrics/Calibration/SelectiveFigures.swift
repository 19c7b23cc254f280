/// What a model is worth that may abstain.
public struct SelectiveFigures: Sendable, Hashable, Codable {
  /// Rows.
  public let rowCount: Int
  /// Rows with an answer.
  public let answeredCount: Int
  /// Rows whose answer is right.
  public let correctCount: Int

  /// The share of rows with an answer, 0…1.
  public var coverage: Double { Double(answeredCount) / Double(rowCount) }
  /// The share of answers that are right; nil where all rows go without.
  public var selectiveAccuracy: Double? {
    answeredCount > 0 ? Double(correctCount) / Double(answeredCount) : nil
  }

  /// Counts answers.
  ///
  /// - Parameters:
  ///   - labels: the true class of every row; nil where there is none and abstaining is right.
  ///   - predictions: the class said in every row; nil where none was.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public init(labels: [Int?], predictions: [Int?]) throws(MetricsError) {
    guard !labels.isEmpty else { throw MetricsError(.empty, found: "no rows", expected: "at least one") }
    guard labels.count == predictions.count else {
      throw MetricsError(
        .shapeMismatch, found: "\(predictions.count) predictions", expected: "\(labels.count), one a label")
    }
    self.rowCount = labels.count
    self.answeredCount = predictions.count { $0 != nil }
    self.correctCount = zip(labels, predictions).count { $1 != nil && $0 == $1 }
  }
}
