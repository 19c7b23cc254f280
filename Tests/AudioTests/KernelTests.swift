import AudioKernels
import Testing

@testable import Audio

/// The loops that run here against naive ones; on a processor with AVX2 that is the wide form, so the plain one is called
/// by its module too.
@Suite("Kernels")
struct KernelTests {
  @Test("A banded product equals the naive loop in double precision", arguments: 1...14)
  func banded(rows: Int) {
    var random = TestRandom(seed: UInt64(rows))
    let (taps, middle, stride) = (61, 20..<37, 13)
    let signal = random.samples((rows - 1) * stride + taps)
    var outer = random.samples(taps * 16)
    let inner = random.samples(middle.count * 16).map { Double($0) }
    for tap in middle { for lane in 0..<16 { outer[tap * 16 + lane] = .nan } }
    var expected = [Float](repeating: 0, count: rows * 16)
    for row in 0..<rows {
      for lane in 0..<16 {
        var sum = 0.0
        for tap in 0..<taps {
          let weight = middle.contains(tap) ? inner[(tap - 20) * 16 + lane] : Double(outer[tap * 16 + lane])
          sum += weight * Double(signal[row * stride + tap])
        }
        expected[row * 16 + lane] = Float(sum)
      }
    }
    var wide = [Float](repeating: .nan, count: rows * 16)
    unsafe Kernels.multiplyBanded(
      signal: signal, signalStride: stride, rows: rows, weights: outer, taps: taps, middle: middle,
      middleWeights: inner, output: &wide, outputStride: 16)
    var plain = [Float](repeating: .nan, count: rows * 16)
    unsafe AudioKernels.multiplyBanded(
      signal: signal, signalStride: stride, rows: rows, weights: outer, taps: taps, middleStart: 20,
      middleCount: 17, middleWeights: inner, output: &plain, outputStride: 16)
    // 44 products below 1 in single precision: 22 roundings a half of at most 3e-7.
    #expect(largestDifference(wide, expected) < 5e-6)
    #expect(largestDifference(plain, expected) < 5e-6)
  }

  @Test("A row gives the same bits in any company")
  func company() {
    var random = TestRandom(seed: 4)
    let signal = random.samples(7 * 13 + 61)
    let outer = random.samples(61 * 16)
    let inner = random.samples(17 * 16).map { Double($0) }
    func rows(_ range: Range<Int>) -> [Float] {
      var output = [Float](repeating: 0, count: range.count * 16)
      let part = Array(signal[(range.lowerBound * 13)...])
      unsafe Kernels.multiplyBanded(
        signal: part, signalStride: 13, rows: range.count, weights: outer, taps: 61, middle: 20..<37,
        middleWeights: inner, output: &output, outputStride: 16)
      return output
    }
    let together = rows(0..<8)
    #expect(together == (0..<8).flatMap { rows($0..<($0 + 1)) })
    #expect(together == rows(0..<2) + rows(2..<8))
  }

  @Test("The mean of two channels", arguments: [0, 1, 15, 16, 17, 100])
  func stereo(count: Int) {
    var random = TestRandom(seed: 9)
    let stereo = random.samples(2 * count + 2)
    var mono = [Float](repeating: 0, count: count + 1)
    unsafe Kernels.averageStereo(stereo, count: count, mono: &mono)
    for index in 0..<count {
      #expect(mono[index] == Float((Double(stereo[2 * index]) + Double(stereo[2 * index + 1])) / 2))
    }
    #expect(mono[count] == 0)
  }

  @Test("One bad value anywhere is found", arguments: [Float.nan, .infinity, -.infinity, 1.5, -1.5])
  func bounded(bad: Float) {
    let good = [Float](repeating: -1, count: 37)
    let isGood = Kernels.isBounded(good.span, limit: 1)
    #expect(isGood)
    for place in good.indices {
      var values = good
      values[place] = bad
      let isBounded = Kernels.isBounded(values.span, limit: 1)
      #expect(!isBounded, "\(bad) at \(place)")
    }
  }

  @Test("The logarithm is right to two units in the last place from the floor to the largest band")
  func logarithm() {
    // One bin a band of weight 1: rows are ln(magnitude + 0.01).
    let starts = [Int](0..<64)
    let counts = [Int](repeating: 1, count: 64)
    let weights = [Float](repeating: 1, count: 64)
    var random = TestRandom(seed: 2)
    let magnitudes = (0..<(64 * 16)).map { _ in
      Float(power(10, Double.random(in: -6...8, using: &random)))
    }
    var rows = [Float](repeating: 0, count: 16 * 64)
    unsafe Kernels.logMelRows(
      magnitudes: magnitudes, bandStarts: starts, bandCounts: counts, bandWeights: weights, rows: &rows)
    for frame in 0..<16 {
      for band in 0..<64 {
        let sum = magnitudes[band * 16 + frame] + 0.01
        let expected = naturalLogarithm(Double(sum))
        #expect((Double(rows[frame * 64 + band]) - expected).magnitude <= 2.4e-7 * max(1, expected.magnitude))
      }
    }
  }
}
