extension Scores {
  /// Reliability of the predicted class: its score as given is the confidence, being right the outcome.
  ///
  /// - Parameters:
  ///   - labels: one class index a row.
  ///   - binning: how confidences are sorted into bins.
  ///   - binCount: how many bins.
  /// - Throws: `MetricsError`: as `Reliability.init`, and `labelOutOfRange`.
  public func reliability(
    labels: [Int], binning: Reliability.Binning, binCount: Int = 15
  ) throws(MetricsError) -> Reliability {
    try LabelSets(labels: labels, classCount: classCount).requireMatch(self)
    return try reliability(
      labels: labels, predictions: predictions(), binning: binning, binCount: binCount)
  }

  /// As `reliability(labels:binning:binCount:)` where the best classes are known.
  func reliability(
    labels: [Int], predictions: [Int], binning: Reliability.Binning, binCount: Int
  ) throws(MetricsError) -> Reliability {
    try requireProbabilities(for: "calibration error")
    return try Reliability(
      confidences: predictions.enumerated().map { self[$0.offset, $0.element] },
      outcomes: zip(labels, predictions).map { $0 == $1 }, binning: binning, binCount: binCount)
  }
}
