/// Calibration of each class by a line through its logits: `p = sigmoid(slope · x + offset)` (Platt 1999).
public struct PlattScaling: Sendable, Hashable, Codable {
  /// The line of every class; nil for classes without positives or without negatives, which have none.
  public let lines: [PlattLine?]

  /// Fits every class on held-out rows.
  ///
  /// - Parameters:
  ///   - labels: the true classes of every row.
  ///   - logits: scores before the sigmoid; of probabilities take `Scores.logOdds()`.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public init(fitting labels: LabelSets, logits: Scores) throws(MetricsError) {
    try labels.requireMatch(logits)
    let positives = labels.rowsByClass()
    self.lines = positives.enumerated().map { index, rows in
      guard !rows.isEmpty && rows.count < logits.rowCount else { return nil }
      var isPositive = [Bool](repeating: false, count: logits.rowCount)
      for row in rows { isPositive[row] = true }
      return PlattLine(
        fitting: isPositive, logits: (0..<logits.rowCount).map { logits[$0, index] })
    }
  }

  /// Calibrated probabilities of logits; a class without a line keeps its plain sigmoid.
  ///
  /// - Throws: `MetricsError.shapeMismatch` where the logits are of other classes.
  public func probabilities(of logits: Scores) throws(MetricsError) -> Scores {
    guard logits.classCount == lines.count else {
      throw MetricsError(
        .shapeMismatch, found: "logits of \(logits.classCount) classes",
        expected: "\(lines.count), as calibrated")
    }
    let values = logits.values.enumerated().map { index, value in
      let logit = lines[index % lines.count]?.logit(of: value) ?? value
      return LogOdds.probability(of: logit)
    }
    return Scores(
      checked: values, classCount: logits.classCount, classNames: logits.classNames, isProbability: true)
  }
}
