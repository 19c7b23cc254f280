import Audio
import Foundation
import Testing

@testable import Experiments

@Suite("Fingerprint")
struct FingerprintTests {
  private static let rate = 16_000

  /// Noise whose loudness and colour wander, as those of a street or a forest do.
  private static func sound(seed: UInt64, seconds: Int = 4) -> [Float] {
    var random = SplitMix(state: seed)
    var (low, level) = (Float(0), Float(0.3))
    return (0..<(seconds * rate)).map { index in
      if index % 1600 == 0 { level = Float.random(in: 0.1...0.6, using: &random) }
      let white = Float.random(in: -1...1, using: &random)
      low += 0.3 * (white - low)
      return level * (0.6 * low + 0.2 * white)
    }
  }

  private static func fingerprint(_ samples: [Float], rate: Int = rate) throws -> Fingerprint {
    var rows = try LogMelRows(sampleRate: rate)
    var stream = FingerprintStream()
    for start in stride(from: 0, to: samples.count, by: 5_000) {
      let piece = Array(samples[start..<min(start + 5_000, samples.count)])
      stream.append(rows.append(piece.span))
    }
    stream.append(rows.finish())
    return stream.finish()
  }

  private static func store(_ fingerprints: [Fingerprint]) -> FingerprintStore {
    var store = FingerprintStore()
    for (clip, fingerprint) in fingerprints.enumerated() { store.add(fingerprint, clip: clip) }
    return store
  }

  @Test("bits are the signs of differences in band and time, by definition")
  func definition() throws {
    var random = SplitMix(state: 1)
    let rows = 80
    let values = (0..<(rows * 64)).map { _ in Float.random(in: -4...2, using: &random) }
    var stream = FingerprintStream()
    stream.append(values)
    let frames = stream.finish().frames
    #expect(frames.count == (rows - 25) / 4 + 1 - 8)
    func energy(_ frame: Int, _ band: Int) -> Double {
      let bands = band < 31 ? [2 * band, 2 * band + 1] : [31 + band]
      var sum = 0.0
      for row in 0..<25 {
        let weight = 0.5 - 0.5 * cos(2 * Double.pi * Double(row + 1) / 26)
        for mel in bands { sum += weight * (exp(Double(values[(4 * frame + row) * 64 + mel])) - 0.01) }
      }
      return sum
    }
    var checked = 0
    for (index, frame) in frames.enumerated() {
      for band in 0..<32 {
        let difference =
          energy(index + 8, band) - energy(index + 8, band + 1) - energy(index, band)
          + energy(index, band + 1)
        // Below this the single precision of the code decides.
        guard abs(difference) > 1e-3 else { continue }
        #expect((frame >> UInt32(band) & 1 == 1) == (difference > 0))
        checked += 1
      }
    }
    #expect(checked > 180)
  }

  @Test("weaker, later, resampled and noisy copies are found; other sounds are not")
  func copies() throws {
    let sounds = (1...6).map { Self.sound(seed: UInt64($0)) }
    var random = SplitMix(state: 99)
    let noisy = sounds[2].map { $0 + Float.random(in: -0.006...0.006, using: &random) }
    let resampled = try Clip(samples: sounds[3], sampleRate: Self.rate).resampled(toHertz: 22_050)
    var prints = try sounds.map { try Self.fingerprint($0) }
    prints += [
      try Self.fingerprint(sounds[0].map { 0.1 * $0 }),
      try Self.fingerprint(Array(sounds[1].dropFirst(5_392))),
      try Self.fingerprint(noisy), try Self.fingerprint(resampled.samples, rate: 22_050),
    ]
    let index = FingerprintIndex(Self.store(prints))
    for clip in 0..<6 { #expect(index.copies(of: clip).isEmpty) }
    for (copy, original) in [(6, 0), (7, 1), (8, 2), (9, 3)] {
      let matches = index.copies(of: copy)
      #expect(matches.map(\.first) == [original])
      #expect(matches.allSatisfy { $0.errorRate < 0.2 && $0.frameCount > 70 })
    }
    // 5,392 samples are 0.337 s, 8.4 frames of 40 ms.
    #expect([8, 9].contains(try #require(index.copies(of: 7).first).offset))
  }

  @Test("the index finds what a comparison of all pairs at all offsets finds")
  func index() throws {
    var random = SplitMix(state: 7)
    var prints: [Fingerprint] = []
    for number in 0..<24 {
      var fingerprint = Fingerprint()
      if number % 3 == 2 {
        // A piece of an earlier one with one bit in sixteen turned, and a gap of silence. Odd frames stay as they are, in copies of
        // copies too, so that all have keys in common.
        let source = prints[Int.random(in: 0..<prints.count, using: &random)]
        let start = Int.random(in: 0..<20, using: &random)
        fingerprint.frames = source.frames[start...].map { frame in
          guard frame % 2 == 0 else { return frame }
          return (0..<4).reduce(frame) { bits, _ in bits ^ (1 << UInt32.random(in: 1..<32, using: &random)) }
        }
        fingerprint.frames[5] = 0
      } else {
        fingerprint.frames = (0..<Int.random(in: 40...60, using: &random)).map { _ in
          UInt32.random(in: 1...(.max), using: &random)
        }
      }
      fingerprint.doubts = fingerprint.frames.map { _ in
        UInt16.random(in: 0..<1 << 15, using: &random) & 0b11_1001_1100_1110
      }
      prints.append(fingerprint)
    }
    let index = FingerprintIndex(Self.store(prints))
    var found = 0
    for second in prints.indices {
      var expected: [FingerprintMatch] = []
      for first in 0..<second {
        let best = (-60...60).map { index.compare(first, second, offset: $0) }.filter(\.isCopy)
          .min { $0.errorRate < $1.errorRate }
        if let best { expected.append(best) }
      }
      #expect(index.copies(of: second) == expected)
      found += expected.count
    }
    #expect(found >= 8)
  }

  @Test("steady tones, silence and sounds under a second say nothing")
  func nothing() throws {
    let sine = SineTable()
    let tone = (0..<(3 * Self.rate)).map { 0.5 * sine(440 * Float($0) / Float(Self.rate)) }
    #expect(try Self.fingerprint(tone).frames.allSatisfy { $0 == 0 })
    #expect(try Self.fingerprint([Float](repeating: 0, count: 40_000)).frames.allSatisfy { $0 == 0 })
    #expect(try Self.fingerprint(Array(Self.sound(seed: 1).prefix(8_000))).frames.isEmpty)
    var store = FingerprintStore()
    store.add(Fingerprint(), clip: 0)
    #expect(store.count == 0)
    #expect(FingerprintIndex(store).store.count == 0)
  }
}
