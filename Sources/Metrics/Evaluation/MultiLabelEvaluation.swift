/// Every figure of a multi-label table: rows that may hold any number of true classes, none included.
public struct MultiLabelEvaluation: Sendable, Hashable, Codable {
  /// Rows.
  public let rowCount: Int
  /// Names of the classes, where the scores carried them.
  public let classNames: [String]?
  /// A class is predicted in a row where its score is at least its threshold.
  public let thresholds: [Double]
  /// Counts, precision, recall and F1 of every class at the threshold.
  public let classes: [ClassFigures]
  /// Macro-averaged figures; nil where no row has a true class.
  public let macro: AveragedFigures?
  /// Figures weighted by the classes' rows; nil where no row has a true class.
  public let weighted: AveragedFigures?
  /// Figures of the counts added up over classes; nil where no row has a true class.
  public let micro: AveragedFigures?
  /// The share of rows whose predicted classes are exactly the true ones.
  public let subsetAccuracy: Double
  /// The share of row and class pairs that are wrong.
  public let hammingLoss: Double
  /// Label ranking average precision.
  public let labelRankingAveragePrecision: Double
  /// AUROC, average precision, d′, coverage and one error.
  public let ranking: RankingFigures
  /// Binary log loss, the mean over rows and classes, in nats; nil unless the scores are probabilities.
  public let binaryLogLoss: Double?
  /// Brier score, summed over classes; nil unless the scores are probabilities.
  public let brierScore: Double?

  /// Evaluates a table.
  ///
  /// - Parameters:
  ///   - labels: the true classes of every row.
  ///   - scores: one row an example, clip or recording.
  ///   - threshold: the least score that counts as a prediction.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public init(labels: LabelSets, scores: Scores, threshold: Double = 0.5) throws(MetricsError) {
    try self.init(
      labels: labels, scores: scores,
      thresholds: [Double](repeating: threshold, count: scores.classCount))
  }

  /// Evaluates a table with a threshold for each class.
  ///
  /// - Parameters:
  ///   - labels: the true classes of every row.
  ///   - scores: one row an example, clip or recording.
  ///   - thresholds: for each class the least score that counts as a prediction.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public init(labels: LabelSets, scores: Scores, thresholds: [Double]) throws(MetricsError) {
    try labels.requireMatch(scores)
    try scores.requireThresholds(thresholds)
    let counts = Counts(labels: labels, scores: scores, thresholds: thresholds)
    self.rowCount = scores.rowCount
    self.classNames = scores.classNames
    self.thresholds = thresholds
    self.classes = counts.classes
    self.macro = AveragedFigures(.macro, of: counts.classes)
    self.weighted = AveragedFigures(.weighted, of: counts.classes)
    self.micro = AveragedFigures(.micro, of: counts.classes)
    self.subsetAccuracy = Double(counts.exactRows) / Double(scores.rowCount)
    self.hammingLoss = Double(counts.wrongPairs) / (Double(scores.rowCount) * Double(scores.classCount))
    self.labelRankingAveragePrecision = try scores.labelRankingAveragePrecision(labels: labels)
    self.ranking = try RankingFigures(labels: labels, scores: scores)
    self.binaryLogLoss = scores.isProbability ? try scores.binaryLogLoss(labels: labels) : nil
    self.brierScore = scores.isProbability ? try scores.brierScore(labels: labels) : nil
  }

  /// What a threshold makes of a table.
  private struct Counts {
    var classes: [ClassFigures] = []
    var exactRows = 0
    var wrongPairs = 0

    init(labels: LabelSets, scores: Scores, thresholds: [Double]) {
      var support = [Int](repeating: 0, count: scores.classCount)
      var predicted = support
      var hits = support
      for row in 0..<scores.rowCount {
        var wrong = 0
        var isTrue = [Bool](repeating: false, count: scores.classCount)
        for label in labels[row] {
          isTrue[label] = true
          support[label] += 1
        }
        for (index, score) in scores.row(row).enumerated() {
          let isPredicted = score >= thresholds[index]
          if isPredicted { predicted[index] += 1 }
          if isPredicted && isTrue[index] { hits[index] += 1 }
          if isPredicted != isTrue[index] { wrong += 1 }
        }
        wrongPairs += wrong
        if wrong == 0 { exactRows += 1 }
      }
      classes = support.indices.map {
        ClassFigures(classIndex: $0, support: support[$0], predicted: predicted[$0], truePositives: hits[$0])
      }
    }
  }
}
