public import Metrics

/// The scores of one level with what belongs to each row: the table that figures, intervals and tests are made from.
public struct LevelScores: Sendable {
  /// What a row is.
  public let level: EvaluationLevel
  /// The true class of every row; of several, the first.
  public let labels: [Int]
  /// The true classes of every row, where rows may have several; nil where each has one.
  public let labelSets: LabelSets?
  /// A score a class in every row.
  public let scores: Scores
  /// Which rows are of one recording, and so not independent of each other.
  public let recordings: Groups
  /// The clip of every example, every clip, or the recording's name.
  public let names: [String]

  /// The class that every row is taken for.
  public var predictions: [Int] { scores.predictions() }

  /// Every figure of the table.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` for a table without rows, ``ExperimentError/Code/unsupported`` for one whose
  ///   rows may have several classes: ``ExampleScores/judged(at:by:)`` gives its figures.
  public func evaluation() throws(ExperimentError) -> Evaluation {
    try requireOneClass()
    do { return try Evaluation(labels: labels, scores: scores) } catch {
      throw ExperimentError(error)
    }
  }

  /// True against predicted classes. Throws as ``evaluation()``.
  public func confusion() throws(ExperimentError) -> ConfusionMatrix {
    try requireOneClass()
    do {
      return try ConfusionMatrix(labels: labels, predictions: predictions, classCount: scores.classCount)
    } catch { throw ExperimentError(error) }
  }

  private func requireOneClass() throws(ExperimentError) {
    guard labelSets == nil else {
      throw ExperimentError(
        .unsupported, found: "clips that may have several classes", expected: "one class a clip",
        remedy: "jx eval and jx compare give the figures of such clips")
    }
  }
}

extension ExperimentError {
  /// What `Metrics` refused, as an error of the data that it was given.
  init(_ error: MetricsError) {
    self.init(.invalidData, found: error.found, expected: error.expected, remedy: error.remedy)
  }
}
