import Testing

@testable import Experiments

/// Splits of many random data sets: few and many recordings of equal and very unequal sizes.
@Suite("Split properties")
struct SplitPropertyTests {
  /// A data set by chance; some have recordings that several classes share.
  private static func randomCatalogue(_ seed: UInt64) throws -> Catalogue {
    var chance = SplitMix(state: seed)
    let isShared = seed % 4 == 0
    let largest = [1, 7, 40].randomElement(using: &chance) ?? 1
    let classes = (0..<Int.random(in: 2...9, using: &chance)).map { index in
      let name = "class\(index)"
      let recordings = Int.random(in: 1...(seed % 3 == 0 ? 4 : 40), using: &chance)
      let slices = (0..<recordings).map { _ in Int.random(in: 1...largest, using: &chance) }
      return (name: name, clips: DataFolder.clips(isShared ? "shared" : name, slices: slices))
    }
    return try DataFolder.catalogue(classes)
  }

  private static func largestRecording(_ catalogue: Catalogue, classIndex: Int) -> Int {
    Dictionary(grouping: catalogue.clips(ofClass: classIndex)) { catalogue.recordingIndex(of: $0) }
      .values.map(\.count).max() ?? 0
  }

  private static let fractions: [(validation: Double, test: Double)] = [
    (0.1, 0.1), (0.2, 0.3), (0, 0.25), (0.15, 0), (0.45, 0.45),
  ]

  @Test(
    "no recording stands on both sides, every clip has a split, every class trains",
    arguments: 0..<120 as Range<UInt64>)
  func soundness(seed: UInt64) throws {
    let catalogue = try Self.randomCatalogue(seed)
    for fraction in Self.fractions {
      guard
        let split = try? SplitAssignment.make(
          catalogue, rule: .random(validation: fraction.validation, test: fraction.test), seed: seed)
      else {
        // Refused only where no class can fill what was asked for.
        let asked = 1 + (fraction.validation > 0 ? 1 : 0) + (fraction.test > 0 ? 1 : 0)
        #expect(catalogue.recordingCounts().allSatisfy { $0 < asked } || seed % 4 == 0)
        continue
      }
      #expect(split.leaks(in: catalogue).isEmpty)
      #expect(Split.allCases.reduce(0) { $0 + split.count(of: $1) } == catalogue.count)
      #expect(split.counts(in: catalogue).allSatisfy { $0.clips(in: .train) > 0 })
      if fraction.test == 0 { #expect(split.count(of: .test) == 0) }
      if fraction.validation == 0 { #expect(split.count(of: .validation) == 0) }
    }
  }

  @Test("fractions hold in each class to within two large recordings", arguments: 0..<120 as Range<UInt64>)
  func fractions(seed: UInt64) throws {
    guard seed % 4 != 0 else { return }
    let catalogue = try Self.randomCatalogue(seed)
    for fraction in Self.fractions {
      let rule = SplitConfig.random(validation: fraction.validation, test: fraction.test)
      guard let split = try? SplitAssignment.make(catalogue, rule: rule, seed: seed) else { continue }
      for (index, row) in split.counts(in: catalogue).enumerated() {
        let clips = Double(catalogue.clips(ofClass: index).count)
        let allowed = 2 * Double(Self.largestRecording(catalogue, classIndex: index)) + 1e-9
        #expect(abs(Double(row.clips(in: .validation)) - fraction.validation * clips) <= allowed)
        #expect(abs(Double(row.clips(in: .test)) - fraction.test * clips) <= allowed)
      }
    }
  }

  @Test("recordings of equal size divide to within one recording", arguments: [10, 12, 15, 20, 60, 137])
  func equalSizes(recordings: Int) throws {
    let clips = DataFolder.clips("x", slices: [Int](repeating: 7, count: recordings))
    let catalogue = try DataFolder.catalogue([("a", clips.map { "a" + $0 }), ("b", clips.map { "b" + $0 })])
    for seed in 0..<10 as Range<UInt64> {
      let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0.1, test: 0.2), seed: seed)
      for row in split.counts(in: catalogue) {
        #expect(abs(Double(row.recordings(in: .validation)) - 0.1 * Double(recordings)) < 1)
        #expect(abs(Double(row.recordings(in: .test)) - 0.2 * Double(recordings)) < 1)
      }
    }
  }

  @Test("a class with two recordings is tested, one with three is validated too, one with one trains")
  func fewRecordings() throws {
    let catalogue = try DataFolder.catalogue([
      ("one", DataFolder.clips("one", slices: [5])),
      ("three", DataFolder.clips("three", slices: [9, 1, 30])),
      ("two", DataFolder.clips("two", slices: [8, 8])),
    ])
    for seed in 0..<20 as Range<UInt64> {
      let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0.1, test: 0.1), seed: seed)
      #expect(split.counts(in: catalogue).map(\.recordings) == [[1, 0, 0], [1, 1, 1], [1, 0, 1]])
      #expect(
        Set(split.warnings) == [
          .classMissing(.validation, class: "one", recordings: 1),
          .classMissing(.test, class: "one", recordings: 1),
          .classMissing(.validation, class: "two", recordings: 2),
        ])
    }
  }

  @Test("the seed decides: the same one gives the same split, others give others")
  func determinism() throws {
    let catalogue = try Self.randomCatalogue(5)
    let rule = SplitConfig.random(validation: 0.2, test: 0.2)
    let first = try SplitAssignment.make(catalogue, rule: rule, seed: 3)
    #expect(try SplitAssignment.make(catalogue, rule: rule, seed: 3) == first)
    let others = try (10..<20 as Range<UInt64>).map {
      try SplitAssignment.make(catalogue, rule: rule, seed: $0)
    }
    #expect(others.allSatisfy { !$0.hasSameClips(as: first) })
  }

  @Test("a further class leaves the split of the others as it was")
  func stability() throws {
    let old = (0..<5).map { ("c\($0)", DataFolder.clips("c\($0)", slices: (0..<20).map { 1 + $0 % 4 })) }
    let new = ("c2b", DataFolder.clips("c2b", slices: [4, 4, 4]))
    let before = try DataFolder.catalogue(old)
    let after = try DataFolder.catalogue(old[..<3] + [new] + old[3...])
    let rule = SplitConfig.random(validation: 0.2, test: 0.2)
    let first = try SplitAssignment.make(before, rule: rule, seed: 1)
    let second = try SplitAssignment.make(after, rule: rule, seed: 1)
    for clip in 0..<before.count {
      let moved = try #require(after.clip(at: before.relativePath(of: clip)))
      #expect(first[clip] == second[moved])
    }
  }

  @Test("a recording is tested as often as its share says, whatever its size")
  func fairness() throws {
    // 20 recordings, one in ten of them large; 2,000 seeds, a fifth is tested.
    let catalogue = try DataFolder.catalogue([
      ("a", DataFolder.clips("a", slices: (0..<20).map { $0 % 10 == 0 ? 6 : 2 })),
      ("b", DataFolder.clips("b", slices: [1, 1])),
    ])
    var tested = [Int](repeating: 0, count: 20)
    let seeds = 500
    for seed in 0..<UInt64(seeds) {
      let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0, test: 0.2), seed: seed)
      for recording in 0..<20 {
        let clip = try #require(catalogue.clip(at: "a/a_\(recording)_0.wav"))
        if split[clip] == .test { tested[recording] += 1 }
      }
    }
    // A recording's count is binomial with σ = 9; the greedy fill may favour small ones a little.
    for count in tested { #expect(abs(Double(count) / Double(seeds) - 0.2) < 0.12) }
  }
}
