#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A seeded random stream whose whole state is a value that can be stored and resumed.
///
/// xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64. The same seed and purpose give the same numbers
/// on every machine.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable, Codable {
  /// The four words of xoshiro256**.
  private(set) var state: SIMD4<UInt64>

  /// The stream of a seed for one purpose; different purposes of one seed are independent.
  public init(seed: UInt64, purpose: String) {
    // FNV-1a of the purpose, mixed with the seed.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var splitMix = seed ^ hash
    state = .zero
    for index in 0..<4 {
      splitMix = splitMix &+ 0x9e37_79b9_7f4a_7c15
      var z = splitMix
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      state[index] = z ^ (z >> 31)
    }
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotateLeft(state[1] &* 5, 7) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = rotateLeft(state[3], 45)
    return result
  }

  /// A number in `[0, 1)` with 53 random bits.
  public mutating func nextUniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of the standard normal distribution (Box and Muller 1958; one of the pair is dropped).
  public mutating func nextNormal() -> Double {
    let radius = (-2 * log(1 - nextUniform())).squareRoot()
    return radius * cos(2 * .pi * nextUniform())
  }

  private func rotateLeft(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}
