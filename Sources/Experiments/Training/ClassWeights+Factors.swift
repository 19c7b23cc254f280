internal import Foundation

extension ClassWeights {
  /// The factor on the loss of each class's examples; nil if all count the same.
  ///
  /// `inverse` gives N / (C · n), the mean over all examples being 1 (scikit-learn's `balanced`); `effective` gives
  /// (1 − β) / (1 − βⁿ), scaled to a sum of C (Cui et al. 2019, section 4).
  ///
  /// - Parameters:
  ///   - classes: the names of the classes.
  ///   - counts: n, the training examples of each, at least 1.
  ///   - beta: β, from 0 to below 1; 0 makes all classes the same.
  func factors(classes: [String], counts: [Int], beta: Double) -> [Float]? {
    switch self {
    case .balance(.none): return nil
    case .balance(.inverse):
      let total = Double(counts.reduce(0, +))
      return counts.map { Float(total / (Double(counts.count) * Double($0))) }
    case .balance(.effective):
      let weights = counts.map { (1 - beta) / (1 - pow(beta, Double($0))) }
      let total = weights.reduce(0, +)
      return weights.map { Float($0 * Double(counts.count) / total) }
    case .given(let given):
      let weights = Dictionary(given.map { ($0.name, $0.weight) }) { first, _ in first }
      return classes.map { weights[$0] ?? 1 }
    }
  }
}
