import Foundation
import Testing

@testable import Audio

@Suite("LongTermSpectrum and LogMelRows")
struct LongTermSpectrumTests {
  private static func noise(_ count: Int) -> [Float] {
    var random = TestRandom(seed: 5)
    return random.samples(count, amplitude: 0.5)
  }

  @Test("the mean of windowed transforms by definition, whatever the pieces; the rest is left out")
  func definition() {
    let samples = Self.noise(512 * 3 + 100)
    var spectrum = LongTermSpectrum()
    for piece in [Array(samples[..<700]), Array(samples[700..<701]), Array(samples[701...])] {
      spectrum.append(piece.span)
    }
    #expect(spectrum.windowCount == 3)
    for bin in [0, 1, 7, 100, 255, 256] {
      var expected = 0.0
      for window in 0..<3 {
        var (real, imaginary) = (0.0, 0.0)
        for index in 0..<512 {
          let hann = 0.5 - 0.5 * cos(2 * Double.pi * Double(index) / 512)
          let value = Double(samples[window * 512 + index]) * hann
          let angle = 2 * Double.pi * Double(bin * index % 512) / 512
          real += value * cos(angle)
          imaginary -= value * sin(angle)
        }
        expected += (real * real + imaginary * imaginary) / 3
      }
      // Both sum 512 terms in double precision.
      #expect(abs(spectrum.power[bin] - expected) <= 1e-9 * max(1, expected))
    }
  }

  @Test("nothing gives no power")
  func empty() {
    let spectrum = LongTermSpectrum()
    #expect(spectrum.power == [Double](repeating: 0, count: 257))
  }

  @Test("rows in pieces are those of the whole clip, to the bit", arguments: [16_000, 22_050])
  func rows(rate: Int) throws {
    let samples = Self.noise(rate)
    let whole = try FrontEnd().logMel(of: Clip(samples: samples, sampleRate: rate))
    var rows = try LogMelRows(sampleRate: rate)
    var values: [Float] = []
    for start in stride(from: 0, to: samples.count, by: 3_000) {
      let piece = Array(samples[start..<min(start + 3_000, samples.count)])
      values += rows.append(piece.span)
    }
    values += rows.finish()
    #expect(values == whole.values)
  }
}
