/// Mean and deviation of a few values, such as one figure over folds or seeds.
public struct SampleSummary: Sendable, Hashable, Codable {
  /// Values.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// Their sample standard deviation (n − 1 in the denominator); nil for a single value.
  public let standardDeviation: Double?

  /// The summary of some values; nil where there are none.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    self.count = values.count
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.standardDeviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }
}
