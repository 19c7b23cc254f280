/// A mean over examples that grows batch by batch, exact for batches of any size.
///
/// A batch's mean loss counts by its examples, so a ragged last batch weighs what it is. The sum is compensated
/// (Neumaier 1974). The stored form keeps every bit, a diverged loss included, so a resumed epoch ends at the same number.
public struct RunningMean: Sendable {
  /// Examples so far.
  public private(set) var count = 0
  private var sum = 0.0
  private var compensation = 0.0

  /// No examples yet.
  public init() {}

  /// Adds a batch.
  ///
  /// - Parameters:
  ///   - mean: the batch's mean value per example.
  ///   - count: its examples, 0 or more.
  public mutating func add(mean: Double, count: Int) {
    precondition(count >= 0, "a batch of \(count) examples")
    guard count > 0 else { return }
    self.count += count
    let term = mean * Double(count)
    let total = sum + term
    compensation += abs(sum) >= abs(term) ? (sum - total) + term : (term - total) + sum
    sum = total
  }

  /// The mean over all examples so far; nil before the first, not finite once a batch was not.
  public var mean: Double? {
    guard count > 0 else { return nil }
    // Compensating an infinite sum would turn it into not-a-number.
    return (sum.isFinite ? sum + compensation : sum) / Double(count)
  }
}

extension RunningMean: Hashable {
  /// Whether two means hold the same bits.
  public static func == (left: RunningMean, right: RunningMean) -> Bool { left.bits == right.bits }

  /// Hashes the bits.
  public func hash(into hasher: inout Hasher) { hasher.combine(bits) }

  private var bits: [UInt64] { [UInt64(count), sum.bitPattern, compensation.bitPattern] }
}

extension RunningMean: Codable {
  private enum CodingKeys: String, CodingKey {
    case count
    case sumBits
    case compensationBits
  }

  /// Reads the state, refusing a negative count.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    sum = Double(bitPattern: try container.decode(UInt64.self, forKey: .sumBits))
    compensation = Double(bitPattern: try container.decode(UInt64.self, forKey: .compensationBits))
    guard count >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: container, debugDescription: "a mean over \(count) examples")
    }
  }

  /// Writes the state bit by bit.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(sum.bitPattern, forKey: .sumBits)
    try container.encode(compensation.bitPattern, forKey: .compensationBits)
  }
}
