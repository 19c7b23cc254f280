import Audio
import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Examples from sound")
struct SoundAugmenterTests {
  /// A prepared run with its examples and what varies them.
  private struct Bench {
    let tiny: TinyTraining
    let examples: LoadedExamples
    let augmenter: Augmenter
    let set: ExampleSet

    init(_ overrides: [String], data: ToneFolder? = nil) throws {
      tiny = try TinyTraining(data: data)
      let preparation = try tiny.preparation(overrides)
      let cache = tiny.cache
      examples = try preparation.loadExamples(cache: cache, isCancelled: { false }, progress: { _, _ in })
      augmenter = try #require(
        try preparation.augmenter(examples, cache: cache, isCancelled: { false }, progress: { _, _ in }))
      set = try #require(examples.set(.train))
    }

    func batch(epoch: Int = 1) throws -> [Float] {
      let composer = BatchComposer(set: set, classCount: 3, classWeights: nil)
      return try augmenter.batch(composer, Array(0..<set.count)[...], first: 0, epoch: epoch).input
    }

    func plain() throws -> [Float] {
      var values = [Float](repeating: 0, count: set.count * Examples.valueCount)
      var span = values.mutableSpan
      try set.gather(0..<set.count, into: &span)
      return values
    }
  }

  private static func distance(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test("that nothing is done to are those of the cache, within single precision of the samples")
  func unchanged() throws {
    // Noise that is never chosen sends all examples through the sound.
    let data = try ToneFolder(recordings: 6, seconds: 3.3)
    let bench = try Bench(["augment.noise={folder: \"\(data.path)\", probability: 0}"], data: data)
    #expect(bench.set.count > 24)
    #expect(Self.distance(try bench.batch(), try bench.plain()) < 2e-4)
  }

  @Test("louder and softer ones keep their shape: the mel magnitudes are multiplied")
  func gain() throws {
    let bench = try Bench(["augment.gain=12"])
    let (plain, varied) = (try bench.plain(), try bench.batch())
    var factors: [Double] = []
    for row in 0..<bench.set.count {
      let first = row * Examples.valueCount
      // Undo the logarithm and its offset where there is much sound.
      let magnitudes = (first..<(first + Examples.valueCount)).compactMap { index -> Double? in
        let (before, after) = (exp(Double(plain[index])) - 0.01, exp(Double(varied[index])) - 0.01)
        return before > 1 ? after / before : nil
      }
      let (low, high) = (try #require(magnitudes.min()), try #require(magnitudes.max()))
      #expect(high / low < 1.001)
      factors.append(20 * log10(low))
    }
    #expect(factors.allSatisfy { (-12.01...12.01).contains($0) })
    #expect((factors.max() ?? 0) > 3 && (factors.min() ?? 0) < -3)
  }

  @Test("windows stay within their clip, and around their place unless cut out anywhere")
  func places() throws {
    let bench = try Bench(["augment.time_shift=0.1"])
    var sound = try #require(bench.augmenter.sound)
    let last = 32_000 - ClipSamples.windowCount - 1600
    #expect(sound.clips.lastStart(ofClip: bench.set.clips[0]) == last)
    func starts(_ grid: Int) -> [Int] {
      (0...1000).map { sound.start(grid: grid, last: last, place: min(Double($0) / 1000, 1 - 0x1p-53)) }
    }
    #expect(starts(0).min() == 0 && starts(0).max() == 1600)
    // The last example of the grid may begin behind the last whole row.
    #expect(starts(15_360).min() == 15_360 - 1600 && starts(15_360).max() == 15_360)
    #expect(starts(5000).min() == 3400 && starts(5000).max() == 6600)
    var config = AugmentConfig()
    config.crop = true
    sound = SoundAugmenter(config: config, hop: sound.hop, clips: sound.clips, noise: nil)
    #expect(starts(0).min() == 0 && starts(0).max() == last)
  }

  @Test("a window is the clip's samples, and silence behind its end")
  func windows() throws {
    let bench = try Bench(["augment.crop=true"])
    let sound = try #require(bench.augmenter.sound)
    let clip = bench.set.clips[1]
    let path = try bench.tiny.preparation().catalogue.path(of: clip)
    let samples = try FrontEnd().samples(ofFile: path)
    #expect(samples.count == 32_000)
    for start in [0, 1, 1599, 1600, 8123, 16_400, 20_000] {
      let window = try sound.clips.window(ofClip: clip, from: start)
      let expected = (0..<ClipSamples.windowCount).map {
        start + $0 < samples.count ? Double(samples[start + $0]) : 0
      }
      #expect(window == expected, "from \(start)")
    }
  }

  @Test("come out differently in every epoch, and the same for the same epoch")
  func epochs() throws {
    let noise = try ToneFolder()
    let bench = try Bench([
      "augment={crop: true, gain: 6, mixup: 0.4, time_masks: 1, noise: {folder: \"\(noise.path)\"}}"
    ])
    #expect(try bench.batch(epoch: 1) == bench.batch(epoch: 1))
    #expect(try bench.batch(epoch: 1) != bench.batch(epoch: 2))
  }
}
