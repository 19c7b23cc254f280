/// Counts scores between ascending levels, finding the level below each in a step or two.
///
/// The range of the levels is cut into buckets of one power of two; as keys are the bits of floating point numbers, the
/// buckets grow with the magnitude of the scores. Where many levels share a bucket it is searched by bisection, so
/// no input costs more than the logarithm of the levels.
struct LevelCounter {
  /// The levels' order keys, distinct and ascending.
  let levels: [Int]
  /// For each level, how many keys lay from it up to the next, and how many of them exactly on it.
  private var counts: [SIMD2<Int>]
  /// How far a key's distance from the lowest level is shifted to give its bucket.
  private let shift: UInt
  /// For each bucket, the levels that lie in lower buckets; one entry more than there are buckets.
  private let levelsBelow: [UInt32]

  init(levels: [Int]) {
    self.levels = levels
    self.counts = [SIMD2<Int>](repeating: .zero, count: levels.count)
    guard let lowest = levels.first, let highest = levels.last else {
      self.shift = 0
      self.levelsBelow = [0]
      return
    }
    // Distances are taken without sign: they may exceed the largest signed integer.
    let extent = UInt(bitPattern: highest &- lowest)
    let wanted = UInt(max(64, 16 * levels.count))
    var shift: UInt = 0
    while extent >> shift >= wanted { shift += 1 }
    var below = [UInt32](repeating: 0, count: Int(extent >> shift) + 2)
    for level in levels { below[Int(UInt(bitPattern: level &- lowest) >> shift) + 1] += 1 }
    for bucket in 1..<below.count { below[bucket] += below[bucket - 1] }
    self.shift = shift
    self.levelsBelow = below
  }

  /// How many keys lay from a level up to the next.
  func keys(from level: Int) -> Int { counts[level].x }

  /// How many keys lay exactly on a level.
  func keys(at level: Int) -> Int { counts[level].y }

  /// Counts some more keys.
  mutating func count(_ keys: Span<Int>) {
    guard let lowest = levels.first, let highest = levels.last else { return }
    // Copied, for a span of a property would keep all of self from changing.
    let (levelArray, belowArray, shift) = (levels, levelsBelow, shift)
    let levels = levelArray.span
    let levelsBelow = belowArray.span
    var counts = counts.mutableSpan
    for index in keys.indices {
      let key = keys[index]
      guard key >= lowest else { continue }
      let bucket = Int(UInt(bitPattern: min(key, highest) &- lowest) &>> shift)
      // The level sought is at least the last of the lower buckets, at most the last of this one.
      var level = Int(levelsBelow[bucket]) - 1
      var above = Int(levelsBelow[bucket + 1])
      while above - level > 4 {
        let middle = (above + level) / 2
        if levels[middle] <= key { level = middle } else { above = middle }
      }
      while level + 1 < above && levels[level + 1] <= key { level += 1 }
      counts[level] &+= SIMD2(1, levels[level] == key ? 1 : 0)
    }
  }
}
