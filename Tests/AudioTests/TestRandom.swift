/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// `count` samples, evenly spread in ±amplitude.
  mutating func samples(_ count: Int, amplitude: Float = 0.9) -> [Float] {
    (0..<count).map { _ in Float.random(in: -amplitude...amplitude, using: &self) }
  }
}

/// The largest difference between two arrays of one length; infinite for different lengths.
func largestDifference<Value: BinaryFloatingPoint>(_ a: [Value], _ b: [Value]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = (Double(pair.0) - Double(pair.1)).magnitude
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

/// The root of the mean square of the differences; infinite for different lengths.
func rootMeanSquare(_ a: [Float], _ b: [Float]) -> Double {
  guard a.count == b.count, !a.isEmpty else { return .infinity }
  let sum = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
  return (sum / Double(a.count)).squareRoot()
}
