/// Precision, recall and F1 averaged over classes.
public struct AveragedFigures: Sendable, Hashable, Codable {
  /// How classes are weighed against each other.
  public enum Averaging: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every class that has positives counts the same.
    case macro
    /// Every class counts by its positives.
    case weighted
    /// Counts are added up first; every row counts the same.
    case micro
  }

  /// Averaged precision; a class that has positives but was never predicted counts as 0.
  public let precision: Double
  /// Averaged recall.
  public let recall: Double
  /// Averaged F1 (the average of the classes' F1, not F1 of the averages).
  public let f1: Double

  /// The average over classes; nil where no class has positives.
  ///
  /// Macro and weighted leave out classes without positives, as scikit-learn does when its `labels` lists
  /// the classes that occur; micro counts their false positives too.
  public init?(_ averaging: Averaging, of classes: [ClassFigures]) {
    let present = classes.filter { $0.support > 0 }
    guard !present.isEmpty else { return nil }
    switch averaging {
    case .micro:
      let hits = Double(classes.reduce(0) { $0 + $1.truePositives })
      let predicted = Double(classes.reduce(0) { $0 + $1.predicted })
      let support = Double(classes.reduce(0) { $0 + $1.support })
      self.precision = predicted > 0 ? hits / predicted : 0
      self.recall = hits / support
      self.f1 = 2 * hits / (predicted + support)
    case .macro, .weighted:
      var weights = 0.0
      var sums = (precision: 0.0, recall: 0.0, f1: 0.0)
      for figures in present {
        let weight = averaging == .macro ? 1 : Double(figures.support)
        weights += weight
        sums.precision += weight * (figures.precision ?? 0)
        sums.recall += weight * (figures.recall ?? 0)
        sums.f1 += weight * (figures.f1 ?? 0)
      }
      self.precision = sums.precision / weights
      self.recall = sums.recall / weights
      self.f1 = sums.f1 / weights
    }
  }
}
