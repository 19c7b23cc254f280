/// SplitMix64 (Steele, Lea and Flood 2014): all choices of a case follow from the campaign's seed and its number.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, stream: Int) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(bitPattern: Int64(stream)) &* 0xd129_0d3b_5f4c_a6e5
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
