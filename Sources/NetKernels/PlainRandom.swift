#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Fills memory with numbers of a normal distribution of mean 0, one draw a number.
///
/// - Parameters:
///   - values: `count` values; overwritten.
///   - state: where the xoshiro256** stream stands.
public func fillNormal(
  _ values: UnsafeMutablePointer<Float>, count: Int, standardDeviation: Double, state: SIMD4<UInt64>
) {
  var generator = Xoshiro(state)
  for index in 0..<count {
    values[index] = Float(standardDeviation * normalQuantile(generator.nextOpenUniform()))
  }
}

/// Fills memory with numbers spread evenly over (−bound, bound), one draw a number; parameters as in
/// ``fillNormal(_:count:standardDeviation:state:)``.
public func fillUniform(
  _ values: UnsafeMutablePointer<Float>, count: Int, bound: Double, state: SIMD4<UInt64>
) {
  var generator = Xoshiro(state)
  for index in 0..<count { values[index] = Float(bound * (2 * generator.nextOpenUniform() - 1)) }
}

/// The number below which a standard normal number falls with a probability in (0, 1), to about 7 digits
/// (Wichura 1988, algorithm AS 241, PPND7).
public func normalQuantile(_ probability: Double) -> Double {
  let distance = probability - 0.5
  if abs(distance) <= 0.425 {
    let r = 0.180625 - distance * distance
    let numerator = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
    let denominator = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1
    return distance * numerator / denominator
  }
  let tail = (-log(distance < 0 ? probability : 1 - probability)).squareRoot()
  let size: Double
  if tail <= 5 {
    let r = tail - 1.6
    let numerator = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777
    size = numerator / ((0.12021132975 * r + 0.73700164250) * r + 1)
  } else {
    let r = tail - 5
    let numerator = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150
    size = numerator / ((0.012258202635 * r + 0.24197894225) * r + 1)
  }
  return distance < 0 ? -size : size
}

/// xoshiro256** on four scalars, which stay in registers.
private struct Xoshiro {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  init(_ state: SIMD4<UInt64>) { (a, b, c, d) = (state[0], state[1], state[2], state[3]) }

  /// A number in (0, 1) with 53 random bits.
  mutating func nextOpenUniform() -> Double {
    let product = b &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return (Double(result >> 11) + 0.5) * 0x1p-53
  }
}
