internal import Net

/// What sounds behind the bird: wind, a distant road's hum, insects, and the recorder's hiss.
struct DemoBackground {
  private let wind: Float
  private let gustHertz: Float
  private let hum: Float
  private let humHertz: Float
  private let insects: Float
  private let insectHertz: Float
  private let chirpHertz: Float
  private let hiss: Float
  private let seed: UInt64

  /// A place and an hour by chance.
  init(using stream: inout RandomStream) {
    let level = { (low: Float, high: Float, stream: inout RandomStream) in
      Float.amplitude(decibels: low + (high - low) * Float(stream.nextUniform()))
    }
    wind = level(-46, -25, &stream)
    gustHertz = 0.05 + 0.25 * Float(stream.nextUniform())
    hum = stream.nextUniform() < 0.4 ? level(-50, -32, &stream) : 0
    humHertz = 80 + 120 * Float(stream.nextUniform())
    insects = stream.nextUniform() < 0.45 ? level(-52, -36, &stream) : 0
    insectHertz = 4_200 + 2_800 * Float(stream.nextUniform())
    chirpHertz = 6 + 30 * Float(stream.nextUniform())
    hiss = level(-66, -50, &stream)
    seed = stream.next()
  }

  /// Adds the background to samples.
  func add(to samples: inout [Float]) {
    let rate = Float(DemoData.sampleRate)
    let sine = SineTable()
    var noise = WhiteNoise(seed: seed)
    var slow: Float = 0
    var middle: Float = 0
    var fast: Float = 0
    // A two-pole resonance for the insects, 120 Hz wide.
    let radius = 1 - Float.pi * 120 / rate
    let feedback = 2 * radius * sine(insectHertz / rate + 0.25)
    var (previous, earlier): (Float, Float) = (0, 0)
    for index in samples.indices {
      let white = noise.next()
      // Three low-passes an octave or two apart: nearly 1/f.
      slow += 0.004 * (white - slow)
      middle += 0.03 * (white - middle)
      fast += 0.2 * (white - fast)
      let time = Float(index) / rate
      let gust = 0.65 + 0.35 * sine(time * gustHertz)
      var value = wind * gust * (8 * slow + 2.5 * middle + 0.6 * fast) + hiss * white
      if hum > 0 { value += hum * (sine(time * humHertz) + 0.5 * sine(time * humHertz * 2)) }
      if insects > 0 {
        let ring = 0.02 * white + feedback * previous - radius * radius * earlier
        earlier = previous
        previous = ring
        value += insects * ring * 4 * (0.5 + 0.5 * sine(time * chirpHertz))
      }
      samples[index] += value
    }
  }
}
