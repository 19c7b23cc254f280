/// Echoes of a wood: four feedback combs whose highs die first, then two all-passes (Schroeder 1962).
struct DemoReverberation {
  private static let combSeconds: [Float] = [0.0297, 0.0371, 0.0411, 0.0437]
  private static let allPassSeconds: [Float] = [0.005, 0.0017]

  /// Mixes echoes into samples.
  ///
  /// - Parameters:
  ///   - samples: changed in place.
  ///   - amount: 0 none to 1 as loud as the sound.
  ///   - seconds: until they have faded by 60 dB.
  static func apply(to samples: inout [Float], amount: Float, seconds: Float) {
    var wet = [Float](repeating: 0, count: samples.count)
    for delay in combSeconds { comb(samples, into: &wet, delay: delay, seconds: seconds) }
    for delay in allPassSeconds { allPass(&wet, delay: delay) }
    for index in samples.indices { samples[index] += amount * wet[index] }
  }

  private static func comb(_ input: [Float], into output: inout [Float], delay: Float, seconds: Float) {
    var line = [Float](repeating: 0, count: Int(delay * Float(DemoData.sampleRate)))
    // −60 dB after `seconds`: the gain of one round is 10^(−3 · delay / seconds).
    let feedback = Float.pow10(-3 * delay / seconds)
    var place = 0
    var damped: Float = 0
    for index in input.indices {
      let echo = line[place]
      damped += 0.6 * (echo - damped)
      line[place] = input[index] + feedback * damped
      output[index] += 0.25 * echo
      place += 1
      if place == line.count { place = 0 }
    }
  }

  private static func allPass(_ samples: inout [Float], delay: Float) {
    var line = [Float](repeating: 0, count: Int(delay * Float(DemoData.sampleRate)))
    var place = 0
    for index in samples.indices {
      let echo = line[place]
      let input = samples[index] + 0.7 * echo
      line[place] = input
      samples[index] = echo - 0.7 * input
      place += 1
      if place == line.count { place = 0 }
    }
  }
}
