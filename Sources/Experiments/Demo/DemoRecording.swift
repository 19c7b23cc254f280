internal import Net

/// One recording of one demo bird: the individual, its distance, the place, the recorder.
struct DemoRecording {
  let species: DemoSpecies
  /// Samples of the whole recording.
  let length: Int
  private var stream: RandomStream

  /// - Parameters:
  ///   - species: who sings.
  ///   - number: of the recording among the species' recordings, from 1.
  ///   - length: in samples.
  ///   - seed: of the data set.
  init(of species: DemoSpecies, number: Int, length: Int, seed: UInt64) {
    self.species = species
    self.length = length
    stream = RandomStream(seed: seed, purpose: "demo/\(species.name)/\(number)")
  }

  /// The recording's samples, within ±0.95.
  consuming func samples() -> [Float] {
    var samples = [Float](repeating: 0, count: length)
    sing(into: &samples)
    let distance = Float(stream.nextUniform())
    muffle(&samples, distance: distance)
    DemoReverberation.apply(
      to: &samples, amount: 0.05 + 0.4 * distance, seconds: 0.3 + 0.9 * Float(stream.nextUniform()))
    let level = Float.amplitude(decibels: -7 - 11 * distance)
    for index in samples.indices { samples[index] *= level }
    DemoBackground(using: &stream).add(to: &samples)
    ride(&samples)
    return samples
  }

  /// Songs with pauses from beginning to end.
  private mutating func sing(into samples: inout [Float]) {
    let voice = DemoVoice(
      pitch: Float(1 + 0.025 * clamped(stream.nextNormal())),
      tempo: Float(1 + 0.06 * clamped(stream.nextNormal())))
    let rate = Double(DemoData.sampleRate)
    let restlessness = 0.25 + 0.6 * stream.nextUniform()
    var time = Int(stream.nextUniform() * 0.6 * rate)
    while time < samples.count {
      time = species.song.add(to: &samples, at: time, voice: voice, using: &stream)
      time += Int((0.2 + restlessness * 2 * stream.nextUniform()) * rate)
    }
  }

  private func clamped(_ value: Double) -> Double { min(2.5, max(-2.5, value)) }

  /// Air and leaves swallow the highs: a one-pole low-pass that falls from 11 kHz nearby to 3 kHz far off.
  private func muffle(_ samples: inout [Float], distance: Float) {
    let corner = 11_000 * Float.pow10(-0.56 * distance)
    let weight = 1 - Float.pow10(-2.729 * corner / Float(DemoData.sampleRate))
    var state: Float = 0
    for index in samples.indices {
      state += weight * (samples[index] - state)
      samples[index] = state
    }
  }

  /// The recordist turns the gain: a slow drift, sometimes a step; then the whole is kept below full scale.
  private mutating func ride(_ samples: inout [Float]) {
    let rate = Float(DemoData.sampleRate)
    let gain = Float.amplitude(decibels: 6 - 16 * Float(stream.nextUniform()))
    let driftHertz = 0.03 + 0.07 * Float(stream.nextUniform())
    let driftPhase = Float(stream.nextUniform())
    let stepAt =
      stream.nextUniform() < 0.3 ? Int(stream.nextUniform() * Double(samples.count)) : samples.count
    let step = Float.amplitude(decibels: -8 + 16 * Float(stream.nextUniform()))
    let sine = SineTable()
    var peak: Float = 0
    for index in samples.indices {
      let drift = 1 + 0.3 * sine(driftPhase + driftHertz * Float(index) / rate)
      samples[index] *= gain * drift * (index >= stepAt ? step : 1)
      peak = max(peak, abs(samples[index]))
    }
    guard peak > 0.95 else { return }
    for index in samples.indices { samples[index] *= 0.95 / peak }
  }
}
