/// An ``Aggregation`` over rows that come one after the other, without keeping them.
///
/// The same operations in the same order as `Scores.aggregated(by:_:)`, hence the same bits.
public struct RunningAggregation: Sendable {
  /// How rows become one.
  public let aggregation: Aggregation
  /// Rows so far.
  public private(set) var count = 0
  private var values: [Double]
  /// The largest scores of each class, descending, for the mean of the largest.
  private var largest: [[Double]]

  /// An aggregation of nothing yet.
  public init(_ aggregation: Aggregation, classCount: Int) {
    self.aggregation = aggregation
    values = [Double](repeating: 0, count: classCount)
    largest = []
    if case .topMean = aggregation { largest = [[Double]](repeating: [], count: classCount) }
  }

  /// Takes the next row, one score a class; probabilities where the aggregation needs them.
  public mutating func add(_ row: some Collection<Double>) {
    precondition(row.count == values.count, "\(row.count) scores for \(values.count) classes")
    count += 1
    for (index, score) in row.enumerated() {
      switch aggregation {
      case .sumOfSquares: values[index] += score * score
      case .mean: values[index] += score
      case .maximum: values[index] = count == 1 ? score : max(values[index], score)
      // Keeps small probabilities to full precision, which 1 − Π (1 − p) would not.
      case .noisyOr: values[index] += score * (1 - values[index])
      case .logOddsMean: values[index] += LogOdds.clamped(of: score)
      case .topMean(let count): insert(score, index, keeping: count)
      }
    }
  }

  /// The aggregated row; zeros where there was none.
  public var row: [Double] {
    switch aggregation {
    case .sumOfSquares, .maximum, .noisyOr: values
    case .mean: values.map { count > 0 ? $0 / Double(count) : 0 }
    case .logOddsMean: values.map { count > 0 ? LogOdds.probability(of: $0 / Double(count)) : 0 }
    case .topMean: largest.map { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) }
    }
  }

  private mutating func insert(_ score: Double, _ index: Int, keeping limit: Int) {
    let place = largest[index].firstIndex { $0 < score } ?? largest[index].count
    guard place < limit else { return }
    largest[index].insert(score, at: place)
    if largest[index].count > limit { largest[index].removeLast() }
  }
}
