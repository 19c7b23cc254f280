/// Holm's step-down correction (1979): p-values of several tests made comparable with one level.
public enum HolmCorrection {
  /// The adjusted p-values, in the order given; rejecting those at or below a level errs in any of them no more often
  /// than that level.
  ///
  /// - Parameter pValues: one a test, each 0…1.
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { $0 >= 0 && $0 <= 1 }, "p-values outside 0…1: \(pValues)")
    var adjusted = pValues
    var largest = 0.0
    for (position, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      largest = max(largest, min(1, Double(pValues.count - position) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
