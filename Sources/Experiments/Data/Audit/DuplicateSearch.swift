/// Finds clips with the same fingerprint.
struct DuplicateSearch {
  private var fingerprints: [(value: SIMD2<UInt64>, clip: Int)] = []

  mutating func add(_ fingerprint: SIMD2<UInt64>, clip: Int) { fingerprints.append((fingerprint, clip)) }

  /// The groups of two clips or more, in the order of their first clips.
  func groups(in catalogue: Catalogue, split: SplitAssignment?) -> [DuplicateGroup] {
    let sorted = fingerprints.sorted {
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
    groups.sort { $0[0] < $1[0] }
    return groups.map { clips in
      DuplicateGroup(
        paths: clips.map { catalogue.relativePath(of: $0) },
        isAcrossClasses: Set(clips.map { catalogue.classIndex(of: $0) }).count > 1,
        isAcrossRecordings: Set(clips.map { catalogue.recordingIndex(of: $0) }).count > 1,
        isAcrossSplits: split.map { split in Set(clips.compactMap { split[$0] }).count > 1 })
    }
  }
}
