extension MultiLabelEvaluation {
  /// The figures by the names that they are recorded by; those that the table does not determine are nil.
  public var named: [(name: String, value: Double?)] {
    [
      ("subset_accuracy", subsetAccuracy), ("hamming_loss", hammingLoss),
      ("micro_precision", micro?.precision), ("micro_recall", micro?.recall), ("micro_f1", micro?.f1),
      ("macro_precision", macro?.precision), ("macro_recall", macro?.recall), ("macro_f1", macro?.f1),
      ("weighted_f1", weighted?.f1), ("lrap", labelRankingAveragePrecision),
      (Metric.macroAUROC.rawValue, ranking.macroAUROC),
      (Metric.macroAveragePrecision.rawValue, ranking.macroAveragePrecision),
      (Metric.sensitivityIndex.rawValue, ranking.macroSensitivityIndex),
      (Metric.coverageError.rawValue, ranking.coverageError), (Metric.oneError.rawValue, ranking.oneError),
      (Metric.binaryLogLoss.rawValue, binaryLogLoss), (Metric.brierScore.rawValue, brierScore),
    ]
  }

  /// The names of figures that only tables with several classes a row have.
  public static let ownNames = [
    "subset_accuracy", "hamming_loss", "micro_precision", "micro_recall", "micro_f1", "macro_recall", "lrap",
  ]
}
