/// One figure of an evaluation, by name: what a table of runs is sorted by.
public enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
  /// The share of rows whose best class is the true one.
  case accuracy
  /// The mean recall of the classes that have rows.
  case balancedAccuracy = "balanced_accuracy"
  /// The share of rows whose true class is among the best three.
  case top3Accuracy = "top_3_accuracy"
  /// The share of rows whose true class is among the best five.
  case top5Accuracy = "top_5_accuracy"
  /// Macro-averaged precision.
  case macroPrecision = "macro_precision"
  /// Macro-averaged F1.
  case macroF1 = "macro_f1"
  /// F1 weighted by the classes' rows.
  case weightedF1 = "weighted_f1"
  /// Cohen's κ.
  case cohensKappa = "cohens_kappa"
  /// The correlation of true and predicted classes.
  case matthewsCorrelation = "mcc"
  /// Mean AUROC of the classes.
  case macroAUROC = "auroc"
  /// Class-mean average precision.
  case macroAveragePrecision = "cmap"
  /// d′ of the mean AUROC.
  case sensitivityIndex = "d_prime"
  /// Categorical log loss.
  case logLoss = "log_loss"
  /// Binary log loss.
  case binaryLogLoss = "binary_log_loss"
  /// Brier score.
  case brierScore = "brier"
  /// Expected calibration error in bins of equal width.
  case calibrationError = "ece"
  /// Expected calibration error in bins of equal mass.
  case equalMassCalibrationError = "ece_equal_mass"
  /// How many classes must be listed to cover the true one.
  case coverageError = "coverage_error"
  /// The share of rows whose best class is not the true one.
  case oneError = "one_error"

  /// Whether a larger value is the better one.
  public var isBetterWhenHigher: Bool {
    switch self {
    case .accuracy, .balancedAccuracy, .top3Accuracy, .top5Accuracy, .macroPrecision, .macroF1, .weightedF1,
      .cohensKappa, .matthewsCorrelation, .macroAUROC, .macroAveragePrecision, .sensitivityIndex:
      true
    case .logLoss, .binaryLogLoss, .brierScore, .calibrationError, .equalMassCalibrationError, .coverageError,
      .oneError:
      false
    }
  }
}

extension Evaluation {
  /// A figure by name; nil where the table does not determine it.
  public subscript(metric: Metric) -> Double? {
    switch metric {
    case .accuracy: accuracy
    case .balancedAccuracy: balancedAccuracy
    case .top3Accuracy: topK.first { $0.k == 3 }?.accuracy
    case .top5Accuracy: topK.first { $0.k == 5 }?.accuracy
    case .macroPrecision: macro.precision
    case .macroF1: macro.f1
    case .weightedF1: weighted.f1
    case .cohensKappa: cohensKappa
    case .matthewsCorrelation: matthewsCorrelation
    case .macroAUROC: ranking.macroAUROC
    case .macroAveragePrecision: ranking.macroAveragePrecision
    case .sensitivityIndex: ranking.macroSensitivityIndex
    case .logLoss: logLoss
    case .binaryLogLoss: binaryLogLoss
    case .brierScore: brierScore
    case .calibrationError: reliability?.expectedError
    case .equalMassCalibrationError: equalMassReliability?.expectedError
    case .coverageError: ranking.coverageError
    case .oneError: ranking.oneError
    }
  }
}
