/// Uniform white noise from a linear congruential generator (Knuth's multiplier 6364136223846793005): a
/// multiplication a sample, and random enough for the ear.
struct WhiteNoise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next sample, in −1 ..< 1.
  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
  }
}
