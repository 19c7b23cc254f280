import AudioKernels
import Testing

@testable import Audio

#if arch(x86_64)
  import AudioKernelsAVX2
  import AudioKernelsAVX512
#endif

/// The loops in the form for this processor against naive ones; the other forms are called by their modules.
@Suite("Kernels")
struct KernelTests {
  /// One problem: 61 taps, the middle 17 of which come in double precision.
  private struct Banded {
    static let taps = 61
    static let middle = 20..<37
    static let stride = 13
    let rows: Int
    let signal: [Float]
    let outer: [Float]
    let inner: [Double]

    init(rows: Int) {
      var random = TestRandom(seed: 4)
      self.rows = rows
      signal = random.samples((rows - 1) * Self.stride + Self.taps)
      var outer = random.samples(Self.taps * 16)
      inner = random.samples(Self.middle.count * 16).map { Double($0) }
      for tap in Self.middle { for lane in 0..<16 { outer[tap * 16 + lane] = .nan } }
      self.outer = outer
    }

    /// The naive loop in double precision.
    var expected: [Double] {
      (0..<(rows * 16)).map { index in
        let (row, lane) = (index / 16, index % 16)
        return (0..<Self.taps).reduce(0.0) { sum, tap in
          let weight =
            Self.middle.contains(tap)
            ? inner[(tap - Self.middle.lowerBound) * 16 + lane] : Double(outer[tap * 16 + lane])
          return sum + weight * Double(signal[row * Self.stride + tap])
        }
      }
    }

    /// What the form for this processor makes of some of the rows.
    func product(of range: Range<Int>) -> [Double] {
      var output = [Double](repeating: .nan, count: range.count * 16)
      var scratch = [Double](repeating: .nan, count: 8 * Self.middle.count)
      var sums = [Float](repeating: .nan, count: 8 * 16)
      let part = Array(signal[(range.lowerBound * Self.stride)...])
      unsafe Kernels.multiplyBanded(
        signal: part, signalStride: Self.stride, rows: range.count, weights: outer, taps: Self.taps,
        middle: Self.middle, middleWeights: inner, scratch: &scratch, sums: &sums, output: &output,
        outputStride: 16)
      return output
    }

    /// What one of the forms makes of all rows.
    func product(_ multiply: Multiply) -> [Double] {
      var output = [Double](repeating: .nan, count: rows * 16)
      var scratch = [Double](repeating: .nan, count: 8 * Self.middle.count)
      var sums = [Float](repeating: .nan, count: 8 * 16)
      unsafe multiply(
        signal, Self.stride, rows, outer, Self.taps, Self.middle.lowerBound, Self.middle.count, inner,
        &scratch, &sums, &output, 16)
      return output
    }
  }

  private typealias Multiply = (
    UnsafePointer<Float>, Int, Int, UnsafePointer<Float>, Int, Int, Int, UnsafePointer<Double>,
    UnsafeMutablePointer<Double>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>, Int
  ) -> Void

  // 44 products below 1 in single precision: 22 roundings a half of at most 3e-7.
  @Test("A banded product equals the naive loop in double precision", arguments: 1...17)
  func banded(rows: Int) {
    let problem = Banded(rows: rows)
    let expected = problem.expected
    #expect(largestDifference(problem.product(of: 0..<rows), expected) < 5e-6)
    unsafe #expect(largestDifference(problem.product(AudioKernels.multiplyBanded), expected) < 5e-6)
  }

  #if arch(x86_64)
    @Test(
      "The forms for AVX2 and AVX-512 give the same bits", .enabled(if: Kernels.usesAVX512), arguments: 1...17
    )
    func forms(rows: Int) {
      let problem = Banded(rows: rows)
      let narrow = unsafe problem.product(AudioKernelsAVX2.multiplyBanded)
      let wide = unsafe problem.product(AudioKernelsAVX512.multiplyBanded)
      #expect(narrow == wide)
    }
  #endif

  @Test("A row gives the same bits in any company")
  func company() {
    let problem = Banded(rows: 11)
    let together = problem.product(of: 0..<11)
    #expect(together == (0..<11).flatMap { problem.product(of: $0..<($0 + 1)) })
    #expect(together == problem.product(of: 0..<2) + problem.product(of: 2..<11))
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

  @Test("The mean of sixteen-bit samples is exact", arguments: [1, 2])
  func steps(channels: Int) {
    let steps: [Int16] = [-32_768, -32_768, 32_767, 32_767, 1, 0, -1, 2, 12_345, -1, 7, 32_767]
    let count = steps.count / channels
    var mono = [Float](repeating: 0, count: count)
    unsafe Kernels.averageSteps(steps, channels: channels, count: count, mono: &mono)
    for index in 0..<count {
      let sum = steps[(index * channels)..<((index + 1) * channels)].reduce(0.0) { $0 + Double($1) }
      #expect(Double(mono[index]) == sum / Double(channels) / 32_768)
    }
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
