internal import Net

extension SplitAssignment {
  /// Leaves training clips of frequent classes unused until no class has more than `limit`.
  ///
  /// Clips are taken recording by recording in turn, one of each before a second of any, in an order by seed: slices of a
  /// recording resemble each other, so that as many recordings as possible stay. A recording's place in that order comes from
  /// the seed and its name alone. Held-out splits stay as they are.
  mutating func cap(at limit: Int, _ catalogue: Catalogue, seed: UInt64) {
    requireFit(catalogue)
    var leftOut = 0
    for index in catalogue.classes.indices {
      let clips = catalogue.clips(ofClass: index).filter { self[$0] == .train }
      guard clips.count > limit else { continue }
      for clip in Self.takingTurns(clips, catalogue, seed: seed)[limit...] { self[clip] = nil }
      leftOut += clips.count - limit
    }
    if leftOut > 0 { warnings.append(.capped(clips: leftOut, limit: limit)) }
  }

  /// Clips with the first of every recording in front, then the second of every recording that has one, and so on.
  private static func takingTurns(_ clips: [Int], _ catalogue: Catalogue, seed: UInt64) -> [Int] {
    var keys: [Int: UInt64] = [:]
    var counts: [Int: Int] = [:]
    let places = clips.map { clip in
      let recording = catalogue.recordingIndex(of: clip)
      let turn = counts[recording, default: 0]
      counts[recording] = turn + 1
      let key =
        keys[recording]
        ?? {
          var stream = RandomStream(seed: seed, purpose: "cap/" + catalogue.recordingName(recording))
          return stream.next()
        }()
      keys[recording] = key
      return (turn, key, clip)
    }
    return places.sorted { $0 < $1 }.map(\.2)
  }
}
