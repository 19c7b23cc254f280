/// What the values of a variable are like.
public struct VariableStatistics: Sendable, Hashable, Codable {
  /// The values that are numbers and finite.
  public private(set) var finiteCount = 0
  /// The values that are no numbers.
  public private(set) var nanCount = 0
  /// The values that are infinite.
  public private(set) var infiniteCount = 0

  private var first = 0.0
  private var sum = 0.0
  private var sumOfSquares = 0.0

  /// The statistics of no values.
  public init() {}

  /// The mean of the finite values; nil without any.
  public var mean: Double? { finiteCount > 0 ? first + sum / Double(finiteCount) : nil }

  /// Their standard deviation, as of a whole population; nil without any.
  public var deviation: Double? {
    guard finiteCount > 0 else { return nil }
    let mean = sum / Double(finiteCount)
    return max(sumOfSquares / Double(finiteCount) - mean * mean, 0).squareRoot()
  }

  /// Takes another value. Sums are of differences to the first, so that large offsets cost no digits.
  public mutating func append(_ value: Double) {
    guard value.isFinite else {
      if value.isNaN { nanCount += 1 } else { infiniteCount += 1 }
      return
    }
    if finiteCount == 0 { first = value }
    finiteCount += 1
    let difference = value - first
    sum += difference
    sumOfSquares += difference * difference
  }
}

extension Checkpoint {
  /// The statistics of a variable; throws as ``read(_:into:)`` does.
  public func statistics(of name: String) throws(NetError) -> VariableStatistics {
    var statistics = VariableStatistics()
    let element = variable(named: name)?.element
    try forEachPiece(of: name) { piece in
      element?.forEachNumber(in: piece) { statistics.append($0) }
    }
    return statistics
  }
}
