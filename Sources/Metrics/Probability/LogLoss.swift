#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Scores {
  /// 2⁻⁵²: probabilities are kept that far from 0 and 1 in log losses, as scikit-learn keeps doubles.
  private static let leastProbability = Double.ulpOfOne

  /// The categorical log loss: the mean over rows of `−ln p` of the true class, in nats.
  ///
  /// Rows are made to sum to 1 first, so that sigmoid outputs are judged as a choice among the classes; a row of zeros
  /// counts as uniform. p is kept within 2⁻⁵² of 0 and 1.
  ///
  /// - Parameter labels: one class index a row.
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch`, `labelOutOfRange` or `notProbability`.
  public func logLoss(labels: [Int]) throws(MetricsError) -> Double {
    try requireProbabilities(for: "log loss")
    try LabelSets(labels: labels, classCount: classCount).requireMatch(self)
    let span = values.span
    var sum = 0.0
    for (row, label) in labels.enumerated() {
      let start = row * classCount
      var total = 0.0
      for index in start..<(start + classCount) { total += span[index] }
      let probability = total > 0 ? span[start + label] / total : 1 / Double(classCount)
      sum -= log(Self.clipped(probability))
    }
    return sum / Double(rowCount)
  }

  /// The binary log loss (sigmoid cross-entropy): each score is the probability of its own class, and
  /// `−ln p` of every true and `−ln(1 − p)` of every other class is averaged over rows and classes, in nats.
  ///
  /// p is kept within 2⁻⁵² of 0 and 1.
  ///
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch` or `notProbability`.
  public func binaryLogLoss(labels: LabelSets) throws(MetricsError) -> Double {
    try requireProbabilities(for: "log loss")
    try labels.requireMatch(self)
    let span = values.span
    var sum = 0.0
    // One logarithm for sixteen factors: each is at least 2⁻⁵², so their product stays above the least normal number.
    for row in 0..<rowCount {
      let start = row * classCount
      var product = 1.0
      for index in 0..<classCount {
        product *= 1 - Self.clipped(span[start + index])
        if index & 15 == 15 {
          sum -= log(product)
          product = 1
        }
      }
      for label in labels[row] {
        let probability = Self.clipped(span[start + label])
        sum += log(1 - probability) - log(probability)
      }
      sum -= log(product)
    }
    return sum / (Double(rowCount) * Double(classCount))
  }

  private static func clipped(_ probability: Double) -> Double {
    min(max(probability, leastProbability), 1 - leastProbability)
  }
}
