extension ConfusionMatrix {
  /// The counts, precision, recall and F1 of every class, in class order.
  public var classes: [ClassFigures] {
    let supports = supports
    let predicted = predictedCounts
    return (0..<classCount).map { index in
      ClassFigures(
        classIndex: index, support: supports[index], predicted: predicted[index],
        truePositives: counts[index * classCount + index])
    }
  }

  /// The classes without a row, which averages over classes leave out.
  public var classesWithoutPositives: [Int] {
    supports.enumerated().filter { $0.element == 0 }.map(\.offset)
  }

  /// The share of rows taken for what they are; nil for an empty matrix.
  public var accuracy: Double? {
    let total = total
    return total > 0 ? Double(correct) / Double(total) : nil
  }

  /// The mean recall of the classes that have rows; nil for an empty matrix.
  public var balancedAccuracy: Double? { average(.macro)?.recall }

  /// Precision, recall and F1 averaged over classes; nil for an empty matrix.
  public func average(_ averaging: AveragedFigures.Averaging) -> AveragedFigures? {
    AveragedFigures(averaging, of: classes)
  }

  /// Cohen's κ: agreement beyond what the marginal frequencies give by chance (Cohen 1960).
  ///
  /// `(pₒ − pₑ) / (1 − pₑ)`; nil for an empty matrix and where chance agreement is complete (one class, always
  /// predicted), where it is 0/0.
  public var cohensKappa: Double? {
    let total = Double(total)
    guard total > 0 else { return nil }
    let chance = zip(supports, predictedCounts).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let denominator = total * total - chance
    return denominator > 0 ? (Double(correct) * total - chance) / denominator : nil
  }

  /// The correlation of true and predicted classes: Matthews' φ for two classes, Gorodkin's R_K (2004) for more.
  ///
  /// −1…1. Where all rows are of one class, or are taken for one, it is 0/0 and given as its limit 0, as
  /// scikit-learn does; nil for an empty matrix.
  public var matthewsCorrelation: Double? {
    let total = Double(total)
    guard total > 0 else { return nil }
    let supports = supports.map(Double.init)
    let predicted = predictedCounts.map(Double.init)
    let covariance = Double(correct) * total - zip(supports, predicted).reduce(0) { $0 + $1.0 * $1.1 }
    let trueVariance = total * total - supports.reduce(0) { $0 + $1 * $1 }
    let predictedVariance = total * total - predicted.reduce(0) { $0 + $1 * $1 }
    guard trueVariance > 0 && predictedVariance > 0 else { return 0 }
    return covariance / (trueVariance.squareRoot() * predictedVariance.squareRoot())
  }

  /// Every row divided by its sum: the share of a true class that was taken for each class, row-major; nil in the rows
  /// of classes without positives.
  public var rowShares: [Double?] {
    let supports = supports
    return counts.enumerated().map { index, count in
      let support = supports[index / classCount]
      return support > 0 ? Double(count) / Double(support) : nil
    }
  }
}
