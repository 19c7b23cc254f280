internal import Net

/// The recordings that `augment.noise` mixes into examples.
struct NoiseClips: Sendable {
  /// How often, and how loud.
  let config: NoiseConfig
  /// Their samples.
  let samples: ClipSamples
  /// Those of them that can be used.
  let clips: [Int]

  /// Mixes a part of one into a window, or nothing, as chance has it.
  ///
  /// A recording shorter than the window is followed by silence.
  func mix(into window: inout [Double], using stream: inout RandomStream) throws(ExperimentError) {
    let (isChosen, which) = (stream.nextUniform() < config.probability, stream.next(below: clips.count))
    let (place, level) = (stream.nextUniform(), stream.nextUniform())
    guard isChosen else { return }
    let clip = clips[which]
    let last = samples.lastStart(ofClip: clip)
    let noise = try samples.window(ofClip: clip, from: min(last, Int(place * Double(last + 1))))
    NoiseMixture.add(
      noise, to: &window,
      decibels: config.minimumSNR + level * (config.maximumSNR - config.minimumSNR))
  }
}
