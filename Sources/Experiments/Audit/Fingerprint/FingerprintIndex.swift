/// Finds the copies among many fingerprints: frames are looked up by their keys, and only clips that share one are compared.
///
/// Takes 4 bytes a frame beside the store, and 64 MB at most for the table. The time grows with the number of clips that sound alike, not
/// with that of all pairs.
struct FingerprintIndex: Sendable {
  let store: FingerprintStore
  private let tableBits: Int
  /// Where the frames of a bucket begin in ``entries``.
  private var offsets: [UInt32]
  /// Frames by bucket, in order within it.
  private var entries: [UInt32]

  /// A key that so many frames share tells nothing.
  private static let mostEntries: UInt32 = 4096

  /// Sorts the frames of a store by their keys.
  init(_ store: FingerprintStore) {
    precondition(store.frames.count < UInt32.max, "an index of \(store.frames.count) frames")
    self.store = store
    var bits = 8
    while bits < Fingerprint.keyBits, 1 << bits < store.frames.count { bits += 1 }
    tableBits = bits
    var offsets = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for frame in store.frames where frame != 0 {
      offsets[Self.bucket(Fingerprint.key(of: frame), bits) + 1] += 1
    }
    for bucket in 1..<offsets.count { offsets[bucket] += offsets[bucket - 1] }
    var next = offsets
    var entries = [UInt32](repeating: 0, count: Int(offsets[offsets.count - 1]))
    for (place, frame) in store.frames.enumerated() where frame != 0 {
      let bucket = Self.bucket(Fingerprint.key(of: frame), bits)
      entries[Int(next[bucket])] = UInt32(place)
      next[bucket] += 1
    }
    self.offsets = offsets
    self.entries = entries
  }

  private static func bucket(_ key: UInt32, _ bits: Int) -> Int { Int(key) >> (Fingerprint.keyBits - bits) }

  /// The clips before a position that the clip there is a copy of, by position.
  func copies(of position: Int) -> [FingerprintMatch] {
    let range = store.range(position)
    var best: [Int: FingerprintMatch] = [:]
    var tried = Set<Int>()
    for frame in range where store.frames[frame] != 0 {
      let keys = Fingerprint.keys(of: store.frames[frame], doubts: store.doubts[frame])
      lookUp(keys.0, at: frame, before: range.lowerBound, &tried, &best, position)
      lookUp(keys.1, at: frame, before: range.lowerBound, &tried, &best, position)
      lookUp(keys.2, at: frame, before: range.lowerBound, &tried, &best, position)
      lookUp(keys.3, at: frame, before: range.lowerBound, &tried, &best, position)
    }
    return best.values.sorted { $0.first < $1.first }
  }

  private func lookUp(
    _ key: UInt32, at frame: Int, before start: Int, _ tried: inout Set<Int>,
    _ best: inout [Int: FingerprintMatch], _ position: Int
  ) {
    let bucket = Self.bucket(key, tableBits)
    let (low, high) = (offsets[bucket], offsets[bucket + 1])
    guard high - low <= Self.mostEntries else { return }
    for entry in low..<high {
      let other = Int(entries[Int(entry)])
      guard other < start else { return }
      guard Fingerprint.key(of: store.frames[other]) == key, isPromising(other, frame) else { continue }
      let first = store.position(ofFrame: other)
      let offset = (other - store.range(first).lowerBound) - (frame - start)
      guard tried.insert(first << 32 + offset).inserted else { continue }
      for near in (offset - 1)...(offset + 1) {
        let match = compare(first, position, offset: near)
        guard match.isCopy, match.errorRate < best[first]?.errorRate ?? 1 else { continue }
        best[first] = match
      }
    }
  }

  /// Whether the surroundings of two frames with one key are alike too, up to 0.64 s before and behind them.
  private func isPromising(_ first: Int, _ second: Int) -> Bool {
    var bits = 0
    var errors = 0
    for step in stride(from: -16, through: 16, by: 4) where step != 0 {
      let (left, right) = (first + step, second + step)
      guard left >= 0, right < store.frames.count, store.frames[left] != 0, store.frames[right] != 0 else {
        continue
      }
      errors += (store.frames[left] ^ store.frames[right]).nonzeroBitCount
      bits += 32
    }
    return 100 * errors <= 42 * bits
  }

  /// Compares two clips, the second one beginning at a frame of the first.
  func compare(_ first: Int, _ second: Int, offset: Int) -> FingerprintMatch {
    let (one, two) = (store.range(first), store.range(second))
    let shift = one.lowerBound + offset - two.lowerBound
    var frameCount = 0
    var errors = 0
    for frame in max(
      two.lowerBound, one.lowerBound - shift)..<max(
        max(two.lowerBound, one.lowerBound - shift), min(two.upperBound, one.upperBound - shift))
    {
      let (left, right) = (store.frames[frame + shift], store.frames[frame])
      guard left != 0, right != 0 else { continue }
      frameCount += 1
      errors += (left ^ right).nonzeroBitCount
    }
    return FingerprintMatch(
      first: first, second: second, offset: offset, frameCount: frameCount,
      errorRate: frameCount == 0 ? 1 : Double(errors) / Double(32 * frameCount))
  }
}
