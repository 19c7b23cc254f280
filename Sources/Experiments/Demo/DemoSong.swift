internal import Net

/// What a demo species sings: a phrase of syllables, several times.
struct DemoSong: Sendable, Hashable {
  /// The syllables of a phrase, in order.
  var phrase: [DemoSyllable]
  /// How often the phrase comes in a song, one more or less.
  var repetitions: Int
  /// Silence between phrases, in seconds, beyond the last syllable's gap.
  var pause: Float

  /// Adds one song to samples and returns the sample after it.
  ///
  /// - Parameters:
  ///   - samples: what it is added to; what runs over their end is dropped.
  ///   - start: the sample at which it begins.
  ///   - voice: the bird that sings.
  ///   - stream: decides the number of phrases, their strength and small uneven delays.
  func add(to samples: inout [Float], at start: Int, voice: DemoVoice, using stream: inout RandomStream)
    -> Int
  {
    let rate = Float(DemoData.sampleRate)
    let level = Float(0.7 + 0.3 * stream.nextUniform())
    let count = max(1, repetitions + Int(stream.nextUniform() * 3) - 1)
    var time = start
    for _ in 0..<count {
      for syllable in phrase {
        let strength = level * Float(0.85 + 0.15 * stream.nextUniform())
        syllable.add(to: &samples, at: time, voice: voice, level: strength)
        let unevenness = Float(0.92 + 0.16 * stream.nextUniform())
        time += Int((syllable.seconds + syllable.gap * unevenness) * voice.tempo * rate)
      }
      time += Int(pause * voice.tempo * rate)
      if time >= samples.count { break }
    }
    return time
  }
}
