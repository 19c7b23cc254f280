/// One sound of a demo bird: a tone whose pitch moves, with harmonics and a rasp.
struct DemoSyllable: Sendable, Hashable {
  /// Length in seconds.
  var seconds: Float
  /// Silence after it, in seconds.
  var gap: Float
  /// Pitch at the beginning, in the middle and at the end, in Hz; a parabola runs through them.
  var pitch: (start: Float, middle: Float, end: Float) {
    get { (startHertz, middleHertz, endHertz) }
    set { (startHertz, middleHertz, endHertz) = newValue }
  }
  private var startHertz: Float
  private var middleHertz: Float
  private var endHertz: Float
  /// Strength of the fundamental and its harmonics.
  var harmonics: [Float] = [1, 0.12]
  /// How often a second the pitch trembles.
  var raspHertz: Float = 0
  /// How far the pitch trembles, as a share of it.
  var raspDepth: Float = 0
  /// Share of the length in which it swells, and in which it fades.
  var fade: Float = 0.2

  init(seconds: Float, gap: Float, pitch: (start: Float, middle: Float, end: Float)) {
    self.seconds = seconds
    self.gap = gap
    (startHertz, middleHertz, endHertz) = pitch
  }

  /// Adds the sound to samples.
  ///
  /// - Parameters:
  ///   - samples: what it is added to; what runs over their end is dropped.
  ///   - start: the sample at which it begins.
  ///   - voice: the bird that sings.
  ///   - level: the amplitude.
  func add(to samples: inout [Float], at start: Int, voice: DemoVoice, level: Float) {
    let rate = Float(DemoData.sampleRate)
    let length = Int(seconds * voice.tempo * rate)
    let curvature = 2 * (startHertz + endHertz - 2 * middleHertz)
    let slope = endHertz - startHertz - curvature
    let sine = SineTable()
    var phase: Float = 0
    var raspPhase: Float = 0
    for index in 0..<max(0, min(length, samples.count - start)) {
      let x = Float(index) / Float(length)
      var hertz = (startHertz + x * (slope + x * curvature)) * voice.pitch
      if raspDepth > 0 {
        raspPhase += raspHertz * voice.pitch / rate
        raspPhase -= raspPhase.rounded(.down)
        hertz *= 1 + raspDepth * sine(raspPhase)
      }
      phase += hertz / rate
      phase -= phase.rounded(.down)
      var value: Float = 0
      for (order, strength) in harmonics.enumerated() {
        let multiple = Float(order + 1)
        if strength == 0 || hertz * multiple > 0.45 * rate { continue }
        value += strength * sine(phase * multiple)
      }
      let edge = min(1, min(x, 1 - x) / fade)
      samples[start + index] += level * value * edge * edge * (3 - 2 * edge)
    }
  }
}
