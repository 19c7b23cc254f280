/// Measurements of one quantity, such as the seconds of several steps; never empty.
public struct Timings: Sendable, Hashable, Codable {
  /// The measurements in the order in which they were taken.
  public let values: [Double]

  /// Measurements; there must be at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "timings without a measurement")
    self.values = values
  }

  /// The middle one, or the mean of the two in the middle.
  public var median: Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The smallest one.
  public var smallest: Double { values.reduce(.infinity, min) }

  /// The largest one.
  public var largest: Double { values.reduce(-.infinity, max) }
}
