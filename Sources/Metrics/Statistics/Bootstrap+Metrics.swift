extension Bootstrap {
  /// The interval of an evaluation's figure, over groups of its rows.
  ///
  /// Cost: the figures of predicted classes (accuracies, F1, κ, MCC) need one pass over the rows a replicate, all others
  /// a whole `Evaluation`.
  ///
  /// - Parameters:
  ///   - metric: which figure.
  ///   - labels: the true class of every row.
  ///   - scores: one row an example, clip or recording.
  ///   - groups: which rows are drawn together: the recordings.
  ///   - generator: the source of randomness, advanced by the draws.
  /// - Throws: `MetricsError`: as `Evaluation.init` and `interval(groupCount:using:statistic:)`.
  public func interval(
    of metric: Metric, labels: [Int], scores: Scores, groups: Groups,
    using generator: inout some RandomNumberGenerator
  ) throws(MetricsError) -> ConfidenceInterval {
    let statistic = try Self.statistic(metric, labels: labels, scores: scores, groups: groups)
    return try interval(groupCount: groups.count, using: &generator, statistic: statistic)
  }

  /// The interval of the difference `second − first` of a figure of two models on the same rows.
  ///
  /// - Parameters:
  ///   - metric: which figure.
  ///   - labels: the true class of every row.
  ///   - first: the first model's scores.
  ///   - second: the second model's scores of the same rows.
  ///   - groups: which rows are drawn together: the recordings.
  ///   - generator: the source of randomness, advanced by the draws.
  /// - Throws: `MetricsError`: as `interval(of:labels:scores:groups:using:)`.
  public func difference(
    of metric: Metric, labels: [Int], first: Scores, second: Scores, groups: Groups,
    using generator: inout some RandomNumberGenerator
  ) throws(MetricsError) -> ConfidenceInterval {
    let before = try Self.statistic(metric, labels: labels, scores: first, groups: groups)
    let after = try Self.statistic(metric, labels: labels, scores: second, groups: groups)
    return try difference(groupCount: groups.count, using: &generator, first: before, second: after)
  }

  /// A figure as function of how often each group was drawn.
  private static func statistic(
    _ metric: Metric, labels: [Int], scores: Scores, groups: Groups
  ) throws(MetricsError) -> ([Int]) throws(MetricsError) -> Double? {
    try groups.requireRows(scores.rowCount, of: "rows of scores")
    try LabelSets(labels: labels, classCount: scores.classCount).requireMatch(scores)
    guard metric.followsFromPredictions else {
      return { (multiplicities: [Int]) throws(MetricsError) -> Double? in
        let rows = groups.rows(repeating: multiplicities)
        let selected = scores.selecting(rows: rows)
        return try Evaluation(labels: rows.map { labels[$0] }, scores: selected)[metric]
      }
    }
    let predictions = scores.predictions()
    return { multiplicities in
      var confusion = ConfusionMatrix(classCount: scores.classCount)
      for (row, group) in groups.groupOfRow.enumerated() where multiplicities[group] > 0 {
        confusion.record(label: labels[row], prediction: predictions[row], times: multiplicities[group])
      }
      return confusion[metric]
    }
  }
}

extension Metric {
  /// Whether the predicted classes alone determine it.
  var followsFromPredictions: Bool {
    switch self {
    case .accuracy, .balancedAccuracy, .macroPrecision, .macroF1, .weightedF1, .cohensKappa,
      .matthewsCorrelation, .oneError:
      true
    case .top3Accuracy, .top5Accuracy, .macroAUROC, .macroAveragePrecision, .sensitivityIndex, .logLoss,
      .binaryLogLoss, .brierScore, .calibrationError, .equalMassCalibrationError, .coverageError:
      false
    }
  }
}

extension ConfusionMatrix {
  /// A figure by name; nil for an empty matrix, and for figures that do not follow from predictions.
  subscript(metric: Metric) -> Double? {
    switch metric {
    case .accuracy: accuracy
    case .oneError: accuracy.map { 1 - $0 }
    case .balancedAccuracy: balancedAccuracy
    case .macroPrecision: average(.macro)?.precision
    case .macroF1: average(.macro)?.f1
    case .weightedF1: average(.weighted)?.f1
    case .cohensKappa: cohensKappa
    case .matthewsCorrelation: matthewsCorrelation
    case .top3Accuracy, .top5Accuracy, .macroAUROC, .macroAveragePrecision, .sensitivityIndex, .logLoss,
      .binaryLogLoss, .brierScore, .calibrationError, .equalMassCalibrationError, .coverageError:
      nil
    }
  }
}
