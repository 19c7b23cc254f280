/// Every figure of a single-label table: what a model is worth on rows whose one true class is known.
///
/// The level follows from the rows: examples as they come from the network, clips or recordings after
/// `Scores.aggregated(by:_:)`. Figures that the table does not determine are nil; classes without positives are listed
/// and in no average over classes.
public struct Evaluation: Sendable, Hashable, Codable {
  /// Rows.
  public let rowCount: Int
  /// Names of the classes, where the scores carried them.
  public let classNames: [String]?
  /// True against predicted classes; of equal scores the first class is predicted.
  public let confusion: ConfusionMatrix
  /// Counts, precision, recall and F1 of every class.
  public let classes: [ClassFigures]
  /// Classes without a row: in no average over classes.
  public let classesWithoutPositives: [Int]
  /// The share of rows whose best class is the true one.
  public let accuracy: Double
  /// The mean recall of the classes that have rows.
  public let balancedAccuracy: Double
  /// The share of rows whose true class is among the best k, for k = 1, 3, 5, 10 below the number of classes.
  public let topK: [TopKAccuracy]
  /// Precision, recall and F1, every class that has rows counting the same.
  public let macro: AveragedFigures
  /// Precision, recall and F1, every class counting by its rows.
  public let weighted: AveragedFigures
  /// Precision, recall and F1 of the counts added up: all equal to the accuracy here.
  public let micro: AveragedFigures
  /// Agreement beyond chance; nil where chance agreement is complete.
  public let cohensKappa: Double?
  /// Correlation of true and predicted classes.
  public let matthewsCorrelation: Double?
  /// AUROC, average precision, d′, coverage and one error.
  public let ranking: RankingFigures
  /// Categorical log loss of rows made to sum to 1, in nats; nil unless the scores are probabilities.
  public let logLoss: Double?
  /// Binary log loss, the mean over rows and classes, in nats; nil unless the scores are probabilities.
  public let binaryLogLoss: Double?
  /// Brier score, summed over classes; nil unless the scores are probabilities.
  public let brierScore: Double?
  /// Reliability of the predicted class in bins of equal width; nil unless the scores are probabilities.
  public let reliability: Reliability?
  /// Reliability of the predicted class in bins of equal mass; nil unless the scores are probabilities.
  public let equalMassReliability: Reliability?

  /// Evaluates a table.
  ///
  /// - Parameters:
  ///   - labels: the true class of every row, as column of `scores`.
  ///   - scores: one row an example, clip or recording.
  ///   - binCount: bins of the calibration errors.
  /// - Throws: `MetricsError`: `empty` without rows, `shapeMismatch`, `labelOutOfRange`, or `invalidParameter` for no
  ///   bins.
  public init(labels: [Int], scores: Scores, binCount: Int = 15) throws(MetricsError) {
    let sets = try LabelSets(labels: labels, classCount: scores.classCount)
    try sets.requireMatch(scores)
    let predictions = scores.predictions()
    let confusion = try ConfusionMatrix(
      labels: labels, predictions: predictions, classCount: scores.classCount)
    guard let accuracy = confusion.accuracy, let macro = confusion.average(.macro),
      let weighted = confusion.average(.weighted), let micro = confusion.average(.micro)
    else { throw MetricsError(.empty, found: "a table without rows", expected: "at least one row") }

    self.rowCount = scores.rowCount
    self.classNames = scores.classNames
    self.confusion = confusion
    self.classes = confusion.classes
    self.classesWithoutPositives = confusion.classesWithoutPositives
    self.accuracy = accuracy
    self.balancedAccuracy = macro.recall
    self.macro = macro
    self.weighted = weighted
    self.micro = micro
    self.cohensKappa = confusion.cohensKappa
    self.matthewsCorrelation = confusion.matthewsCorrelation
    let ranks = try scores.ranks(ofLabels: labels)
    self.topK = [1, 3, 5, 10].filter { $0 == 1 || $0 < scores.classCount }.map { k in
      TopKAccuracy(k: k, accuracy: Double(ranks.count { $0 < k }) / Double(ranks.count))
    }
    self.ranking = try RankingFigures(labels: sets, scores: scores, predictions: predictions)
    let isProbability = scores.isProbability
    self.logLoss = isProbability ? try scores.logLoss(labels: labels) : nil
    self.binaryLogLoss = isProbability ? try scores.binaryLogLoss(labels: sets) : nil
    self.brierScore = isProbability ? try scores.brierScore(labels: sets) : nil
    func reliability(_ binning: Reliability.Binning) throws(MetricsError) -> Reliability? {
      guard isProbability else { return nil }
      return try scores.reliability(
        labels: labels, predictions: predictions, binning: binning, binCount: binCount)
    }
    self.reliability = try reliability(.equalWidth)
    self.equalMassReliability = try reliability(.equalMass)
  }
}
