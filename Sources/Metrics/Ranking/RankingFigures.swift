/// How well each column orders the rows, and each row its classes; for single-label and multi-label tables.
public struct RankingFigures: Sendable, Hashable, Codable {
  /// AUROC of every class; nil without positives or without negatives.
  public let auroc: [Double?]
  /// Average precision of every class; nil without positives.
  public let averagePrecision: [Double?]
  /// d′ of every class; nil where AUROC is, or is 0 or 1.
  public let sensitivityIndex: [Double?]
  /// Mean AUROC of the classes that have positives and negatives; nil where none has.
  public let macroAUROC: Double?
  /// Class-mean average precision (cmAP) over the classes that have positives; nil where none has.
  public let macroAveragePrecision: Double?
  /// d′ of the macro AUROC, as AudioSet's figures are given; nil where that is nil, 0 or 1.
  public let macroSensitivityIndex: Double?
  /// Classes without a positive row: in none of the means.
  public let classesWithoutPositives: [Int]
  /// Classes without a negative row: not in the mean AUROC; their average precision is 1.
  public let classesWithoutNegatives: [Int]
  /// How many classes must be listed, on average over rows, to cover all true ones; ties count in full.
  ///
  /// 1 is the best value of a single-label table. A row without a true class counts as 0, as in scikit-learn.
  public let coverageError: Double
  /// The share of rows with a true class whose best class is not a true one; nil where no row has a true class.
  public let oneError: Double?

  // Keys that survive a conversion to snake case and back.
  private enum CodingKeys: String, CodingKey {
    case auroc
    case averagePrecision
    case sensitivityIndex
    case macroAUROC = "macroAuroc"
    case macroAveragePrecision
    case macroSensitivityIndex
    case classesWithoutPositives
    case classesWithoutNegatives
    case coverageError
    case oneError
  }

  /// The figures of a table.
  ///
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public init(labels: LabelSets, scores: Scores) throws(MetricsError) {
    try self.init(labels: labels, scores: scores, predictions: scores.predictions())
  }

  /// The figures of a table whose best classes are known.
  init(labels: LabelSets, scores: Scores, predictions: [Int]) throws(MetricsError) {
    let rankings = try scores.rankings(labels: labels)
    self.auroc = rankings.map(\.auroc)
    self.averagePrecision = rankings.map(\.averagePrecision)
    self.sensitivityIndex = rankings.map(\.sensitivityIndex)
    self.macroAUROC = Self.mean(of: auroc)
    self.macroAveragePrecision = Self.mean(of: averagePrecision)
    self.macroSensitivityIndex = macroAUROC.flatMap(ClassRanking.sensitivityIndex(auroc:))
    self.classesWithoutPositives = rankings.filter { $0.positiveCount == 0 }.map(\.classIndex)
    self.classesWithoutNegatives = rankings.filter { $0.negativeCount == 0 }.map(\.classIndex)
    self.coverageError = Self.coverageError(labels: labels, scores: scores)
    self.oneError = Self.oneError(labels: labels, predictions: predictions)
  }

  /// The mean of the values that exist.
  private static func mean(of values: [Double?]) -> Double? {
    let defined = values.compactMap { $0 }
    return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
  }

  private static func coverageError(labels: LabelSets, scores: Scores) -> Double {
    let values = scores.values.span
    var covered = 0
    for row in 0..<scores.rowCount {
      let start = row * scores.classCount
      guard let least = labels[row].map({ values[start + $0] }).min() else { continue }
      for index in start..<(start + scores.classCount) where values[index] >= least { covered += 1 }
    }
    return Double(covered) / Double(scores.rowCount)
  }

  private static func oneError(labels: LabelSets, predictions: [Int]) -> Double? {
    var rows = 0
    var errors = 0
    for (row, prediction) in predictions.enumerated() where !labels[row].isEmpty {
      rows += 1
      if !labels[row].contains(prediction) { errors += 1 }
    }
    return rows > 0 ? Double(errors) / Double(rows) : nil
  }
}
