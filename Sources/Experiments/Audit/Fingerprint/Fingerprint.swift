/// What a recording sounds like in 32 bits each 40 ms, such that a copy has most bits in common whatever its level, rate, coding
/// or first sample.
///
/// After J. Haitsma and T. Kalker, *A highly robust audio fingerprinting system*, ISMIR 2002: the signs of how the energy
/// differences between 33 neighbouring bands change in time. Here the bands are pairs of the network's mel bands, averaged over
/// 250 ms, and compared with those of 320 ms before.
struct Fingerprint: Sendable, Hashable {
  /// Rows of 10 ms from one frame to the next.
  static let rowsPerFrame = 4
  /// Seconds from one frame to the next.
  static let frameSeconds = 0.01 * Double(rowsPerFrame)
  /// The bits of a frame that it is looked up by: the bands from 350 Hz to 5 kHz, which survive most codings.
  static let keyBits = 24
  /// The first of them.
  static let firstKeyBit = 4

  /// A frame's bits; 0 for one that says nothing: silence, or a sound that does not change.
  var frames: [UInt32] = []
  /// The three bits of each frame's key that are most likely to differ in a copy, five binary digits each.
  var doubts: [UInt16] = []

  /// The bits of a frame that it is looked up by.
  static func key(of frame: UInt32) -> UInt32 { (frame >> UInt32(firstKeyBit)) & (1 << UInt32(keyBits) - 1) }

  /// The keys under which a copy of a frame may stand: its own, and those with one doubtful bit turned.
  static func keys(of frame: UInt32, doubts: UInt16) -> (UInt32, UInt32, UInt32, UInt32) {
    let key = key(of: frame)
    func turned(_ place: UInt16) -> UInt32 { key ^ (1 << UInt32((doubts >> (5 * place)) & 31)) }
    return (key, turned(0), turned(1), turned(2))
  }
}
