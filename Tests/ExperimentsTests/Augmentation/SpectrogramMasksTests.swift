import Audio
import Net
import Testing

@testable import Experiments

@Suite("SpecAugment's masks")
struct SpectrogramMasksTests {
  @Test("have widths from 0 to the largest, equally often, and lie everywhere they fit")
  func distribution() {
    var stream = RandomStream(seed: 1, purpose: "masks")
    var widths = [Int](repeating: 0, count: 21)
    var (first, last) = (Int.max, 0)
    for _ in 0..<21_000 {
      let mask = SpectrogramMasks.mask(width: 20, of: 96, using: &stream)
      widths[mask.count] += 1
      first = min(first, mask.lowerBound)
      last = max(last, mask.upperBound)
      #expect(mask.lowerBound >= 0 && mask.upperBound <= 96)
    }
    // 1000 expected of each; five standard deviations are 154.
    #expect(widths.allSatisfy { (846...1154).contains($0) })
    #expect(first == 0 && last == 96)
    #expect(SpectrogramMasks.mask(width: 200, of: 64, using: &stream).count <= 64)
  }

  @Test("cover whole rows and bands with the example's mean and leave the rest")
  func values() throws {
    var config = AugmentConfig()
    (config.timeMasks, config.timeMaskWidth, config.frequencyMasks) = (2, 10, 1)
    let masks = try #require(SpectrogramMasks(config))
    let original = (0..<Examples.valueCount).map { Float($0 % 97) / 7 - 3 }
    let mean = original.reduce(0.0) { $0 + Double($1) } / Double(original.count)
    for seed in 0..<50 as Range<UInt64> {
      var stream = RandomStream(seed: seed, purpose: "x")
      var replay = stream
      var values = original
      var span = values.mutableSpan
      masks.apply(to: &span, using: &stream)
      let rows = (0..<2).map { _ in SpectrogramMasks.mask(width: 10, of: 96, using: &replay) }
      let bands = SpectrogramMasks.mask(width: 8, of: 64, using: &replay)
      for index in values.indices {
        let isMasked =
          rows.contains { $0.contains(index / 64) } || bands.contains(index % 64)
        #expect(values[index] == (isMasked ? Float(mean) : original[index]))
      }
    }
    #expect(SpectrogramMasks(AugmentConfig()) == nil)
  }
}
