import Testing

@testable import Experiments

@Suite("A cap on training clips")
struct SplitCapTests {
  private static func catalogue() throws -> Catalogue {
    try DataFolder.catalogue([
      ("a", DataFolder.clips("a", slices: [9, 1, 4, 4, 2])), ("b", DataFolder.clips("b", slices: [2, 2, 2])),
    ])
  }

  private static func trained(
    _ catalogue: Catalogue, cap: Int, seed: UInt64 = 1
  ) throws -> (split: SplitAssignment, clips: [Int: Int]) {
    var split = try SplitAssignment.make(
      catalogue, rule: .random(validation: 0, test: 0), seed: 1)
    split.cap(at: cap, catalogue, seed: seed)
    let clips = split.clips(in: .train).filter { catalogue.classIndex(of: $0) == 0 }
    return (
      split, clips.reduce(into: [:]) { $0[catalogue.recordingIndex(of: $1), default: 0] += 1 }
    )
  }

  @Test("keeps clips of as many recordings as possible", arguments: 1...20)
  func turns(cap: Int) throws {
    let (split, clips) = try Self.trained(Self.catalogue(), cap: cap)
    #expect(clips.values.reduce(0, +) == min(cap, 20))
    #expect(clips.count == min(cap, 5))
    let counts = split.counts(in: try Self.catalogue())
    #expect(counts[1].clips(in: .train) == min(cap, 6))
    let leftOut = max(0, 20 - cap) + max(0, 6 - cap)
    #expect(split.warnings == (leftOut == 0 ? [] : [.capped(clips: leftOut, limit: cap)]))
    // No recording gives two clips more than another one that has them.
    let sizes = [9, 1, 4, 4, 2]
    let most = clips.values.max() ?? 0
    for (recording, size) in sizes.enumerated() {
      #expect(clips[recording, default: 0] >= min(size, most - 1))
    }
  }

  @Test("follows the seed alone, and leaves held-out clips")
  func seeds() throws {
    let catalogue = try Self.catalogue()
    let first = try Self.trained(catalogue, cap: 3).split
    #expect(try Self.trained(catalogue, cap: 3).split.hasSameClips(as: first))
    #expect(
      try (2..<12).contains { try !Self.trained(catalogue, cap: 3, seed: $0).split.hasSameClips(as: first) })
    var split = try SplitAssignment.make(catalogue, rule: .random(validation: 0.3, test: 0.3), seed: 1)
    let before = split
    split.cap(at: 1, catalogue, seed: 1)
    #expect(split.clips(in: .test) == before.clips(in: .test))
    #expect(split.clips(in: .validation) == before.clips(in: .validation))
    #expect(split.count(of: .train) == 2)
  }
}
