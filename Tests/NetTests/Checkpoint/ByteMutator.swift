import Net

/// Changes bytes at random, the same way for the same seed: flipped bits, extreme numbers, cuts, repeats, zeros.
struct ByteMutator {
  private var random: RandomStream

  init(seed: UInt64) { random = RandomStream(seed: seed, purpose: "mutation") }

  /// A number from 0 to below `limit`; 0 for a limit of 0.
  mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(random.next() % UInt64(limit)) : 0 }

  /// The bytes after one to four changes.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(4) {
      guard !bytes.isEmpty else { return [UInt8(below(256))] }
      let place = below(bytes.count)
      switch below(8) {
      case 0, 1: bytes[place] ^= 1 << UInt8(below(8))
      case 2: bytes[place] = [0, 1, 0x7f, 0x80, 0xff, 0xfe][below(6)]
      case 3:
        let extreme: UInt8 = below(2) == 0 ? 0xff : 0
        for index in place..<min(place + [2, 4, 8][below(3)], bytes.count) { bytes[index] = extreme }
      case 4: bytes.removeSubrange(place..<min(place + 1 + below(16), bytes.count))
      case 5: bytes.insert(contentsOf: bytes[place..<min(place + 1 + below(32), bytes.count)], at: place)
      case 6: bytes.removeLast(below(min(bytes.count, 64)))
      default: bytes[place] = UInt8(below(256))
      }
    }
    return bytes
  }
}
