import AudioKernels
import Testing

@testable import Audio

#if arch(x86_64)
  import AudioKernelsAVX2
  import AudioKernelsAVX512
#endif

/// Sixteen transforms at once against the definition; the forms for other processors are called by their modules.
@Suite("Frame transform")
struct FrameTransformTests {
  private typealias Magnitudes = (UnsafePointer<Double>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  private typealias Transform = (
    UnsafePointer<Double>, Int, Int, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>,
    UnsafeMutablePointer<Double>
  ) -> Void

  private static func noise(_ count: Int) -> [Double] {
    var random = TestRandom(seed: 11)
    return random.samples(count).map { Double($0) }
  }

  /// e^(−2πi·jq/size).
  private static func factors(_ size: Int) -> [Double] {
    var factors: [Double] = []
    for j in 0..<(size / 8) {
      for q in 1...7 {
        let turns = Double(j * q) / Double(size)
        factors += [cosine(turns), -sine(turns)]
      }
    }
    return factors
  }

  /// Powers of a frame by definition, in the order of bins.
  private static func powers(_ frame: [Double]) -> [Double] {
    (0...256).map { bin in
      var (real, imaginary) = (0.0, 0.0)
      for (index, value) in frame.enumerated() {
        real += value * cosine(Double(bin * index % 512) / 512)
        imaginary -= value * sine(Double(bin * index % 512) / 512)
      }
      return real * real + imaginary * imaginary
    }
  }

  // Sums of 400 products below 1 in double precision; powers up to some hundreds.
  @Test("Powers equal the definition's, frame by frame", arguments: [(400, 160), (512, 512), (64, 8)])
  func definition(length: Int, hop: Int) {
    let samples = Self.noise(15 * hop + length)
    let window = Self.noise(length + 3).dropFirst(3).map { $0 + 1.5 }
    let transform = FrameTransform(window: Array(window), hop: hop)
    transform.transform(samples.span)
    var before = [Double](repeating: 0, count: 257)
    for frame in 0..<16 {
      var sums = [Double](repeating: 0, count: 257)
      transform.addPowers(ofFirst: frame + 1, to: &sums)
      let expected = Self.powers(zip(samples[(frame * hop)...], window).map { $0 * $1 })
      for bin in 0...256 {
        #expect((sums[bin] - before[bin] - expected[bin]).magnitude < 1e-8, "frame \(frame), bin \(bin)")
      }
      before = sums
    }
  }

  @Test("Magnitudes are the roots of powers; a silent frame beside a loud one stays silent")
  func magnitudes() {
    var samples = [Double](repeating: 0, count: 16 * 512)
    for index in 0..<512 { samples[index] = sine(Double(index) * 5 / 512) }
    let transform = FrameTransform(window: [Double](repeating: 1, count: 512), hop: 512)
    transform.transform(samples.span)
    let magnitudes = AlignedBuffer<Float>(count: 257 * 16)
    transform.copyMagnitudes(of: 0..<257, to: magnitudes)
    for bin in 0...256 {
      let loud = unsafe magnitudes.pointer[bin * 16]
      #expect((loud - (bin == 5 ? 256 : 0)).magnitude < 1e-4)
      // The loud frame shares its complex signal with frame 8; rounding of 256 is what it leaves there.
      for frame in 1..<16 { unsafe #expect(magnitudes.pointer[bin * 16 + frame] < 1e-12) }
    }
  }

  @Test("Samples that are missing count as zeros, whatever was transformed before")
  func rest() {
    let samples = Self.noise(1000)
    let window = [Double](repeating: 1, count: 400)
    let used = FrameTransform(window: window, hop: 160)
    used.transform(Self.noise(5000).span)
    used.transform(samples.span)
    let fresh = FrameTransform(window: window, hop: 160)
    fresh.transform((samples + [Double](repeating: 0, count: 3000)).span)
    var (sums, expected) = ([Double](repeating: 0, count: 257), [Double](repeating: 0, count: 257))
    used.addPowers(ofFirst: 16, to: &sums)
    fresh.addPowers(ofFirst: 16, to: &expected)
    #expect(sums == expected)
  }

  /// What one form of the loops makes of a fixed signal, `[257, 16]`.
  private static func magnitudes(_ transform: Transform, _ magnitudes: Magnitudes) -> [Float] {
    let hops = noise(160 * 24)
    var spectra = [Double](repeating: .nan, count: 512 * 16)
    unsafe transform(hops, 24, 160, noise(512), factors(512), factors(64), &spectra)
    var result = [Float](repeating: .nan, count: 257 * 16)
    unsafe magnitudes(spectra, 0, 257, &result)
    return result
  }

  #if arch(x86_64)
    @Test("The forms for AVX2 and AVX-512 give the same bits", .enabled(if: Kernels.usesAVX512))
    func forms() {
      let narrow = unsafe Self.magnitudes(AudioKernelsAVX2.transformFrames, AudioKernelsAVX2.frameMagnitudes)
      let wide = unsafe Self.magnitudes(
        AudioKernelsAVX512.transformFrames, AudioKernelsAVX512.frameMagnitudes)
      #expect(narrow == wide)
    }

    @Test("The plain form differs by rounding", .enabled(if: Kernels.usesAVX2))
    func plain() {
      let narrow = unsafe Self.magnitudes(AudioKernelsAVX2.transformFrames, AudioKernelsAVX2.frameMagnitudes)
      let plain = unsafe Self.magnitudes(AudioKernels.transformFrames, AudioKernels.frameMagnitudes)
      // Magnitudes of up to about 60 in single precision.
      #expect(largestDifference(narrow, plain.map { $0 }) < 1e-5)
    }
  #endif
}
