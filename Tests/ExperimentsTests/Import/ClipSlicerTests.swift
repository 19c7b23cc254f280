import Testing

@testable import Experiments

@Suite("ClipSlicer")
struct ClipSlicerTests {
  /// The rule in words: slices a hop apart as long as they fit, then one shorter if it has enough that no slice before had.
  private func naive(_ count: Int, length: Int, hop: Int, tail: Int) -> [Range<Int>] {
    var slices: [Range<Int>] = []
    var start = 0
    while start + length <= count {
      slices.append(start..<(start + length))
      start += hop
    }
    let covered = max(slices.last?.upperBound ?? 0, start)
    if start < count, count - covered >= tail { slices.append(start..<count) }
    return slices
  }

  @Test("slices are those of the rule, whatever the blocks")
  func rule() {
    var random = SplitMix(state: 5)
    for _ in 0..<400 {
      let count = Int.random(in: 0...60, using: &random)
      let length = Int.random(in: 1...20, using: &random)
      let hop = Int.random(in: 1...30, using: &random)
      let tail = Int.random(in: 1...length, using: &random)
      var slicer = ClipSlicer(length: length, hop: hop, minimumTail: tail)
      var found: [Range<Int>] = []
      func take(_ slice: ClipSlicer.Slice) {
        #expect(slice.samples == (slice.start..<(slice.start + slice.samples.count)).map { Float($0) })
        found.append(slice.start..<(slice.start + slice.samples.count))
      }
      var position = 0
      while position < count {
        let end = min(count, position + Int.random(in: 1...25, using: &random))
        slicer.append((position..<end).map { Float($0) }, take: take)
        position = end
      }
      slicer.finish(take: take)
      #expect(
        found == naive(count, length: length, hop: hop, tail: tail), "\(count) \(length) \(hop) \(tail)")
    }
  }
}
