import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Noise at a ratio")
struct NoiseMixtureTests {
  @Test("is reached to a tenth of a decibel, however loud both are", arguments: [-10, 0, 3, 12.5, 40])
  func ratio(decibels: Double) {
    var stream = RandomStream(seed: 2, purpose: "snr")
    for loudness in [1e-4, 0.3] {
      let signal = (0..<15_600).map { loudness * sin(0.3 * Double($0)) }
      let noise = (0..<15_600).map { _ in 0.05 * stream.nextNormal() + 0.01 }
      var mixed = signal
      NoiseMixture.add(noise, to: &mixed, decibels: decibels)
      let added = zip(mixed, signal).map { $0 - $1 }
      let reached = 10 * log10(NoiseMixture.power(signal) / NoiseMixture.power(added))
      #expect(abs(reached - decibels) < 0.1)
    }
  }

  @Test("silence stays as it is, and gets or gives nothing")
  func silence() {
    let (silence, tone) = ([Double](repeating: 0, count: 100), (0..<100).map { sin(Double($0)) })
    var mixed = silence
    NoiseMixture.add(tone, to: &mixed, decibels: 5)
    #expect(mixed == silence)
    mixed = tone
    NoiseMixture.add(silence, to: &mixed, decibels: 5)
    #expect(mixed == tone)
  }
}
