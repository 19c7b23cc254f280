/// Finds clips with the same samples, by their digests.
struct DuplicateSearch {
  private var digests: [(value: SIMD2<UInt64>, clip: Int)] = []

  mutating func add(_ digest: SIMD2<UInt64>, clip: Int) { digests.append((digest, clip)) }

  /// For each clip with an exact twin, a number that it shares with its twins.
  func twins() -> [Int: Int] {
    var result: [Int: Int] = [:]
    for (number, clips) in groups().enumerated() {
      for clip in clips { result[clip] = number }
    }
    return result
  }

  /// The groups of two clips or more, in the order of their first clips.
  func groups(in catalogue: Catalogue, split: SplitAssignment?) -> [DuplicateGroup] {
    groups().map { clips in
      DuplicateGroup(
        paths: clips.map { catalogue.relativePath(of: $0) },
        isAcrossClasses: Set(clips.map { catalogue.classIndex(of: $0) }).count > 1,
        isAcrossRecordings: Set(clips.map { catalogue.recordingIndex(of: $0) }).count > 1,
        isAcrossSplits: split.map { split in Set(clips.compactMap { split[$0] }).count > 1 })
    }
  }

  private func groups() -> [[Int]] {
    let sorted = digests.sorted {
      ($0.value.x, $0.value.y, $0.clip) < ($1.value.x, $1.value.y, $1.clip)
    }
    var groups: [[Int]] = []
    var start = 0
    for end in sorted.indices {
      let isLast = end + 1 == sorted.count || sorted[end + 1].value != sorted[start].value
      guard isLast else { continue }
      if end > start { groups.append(sorted[start...end].map(\.clip)) }
      start = end + 1
    }
    return groups.sorted { $0[0] < $1[0] }
  }
}
