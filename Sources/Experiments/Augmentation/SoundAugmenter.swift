internal import Audio
internal import Foundation
internal import Net

/// Varies examples where it can be done exactly: in the sound, before the logarithm.
struct SoundAugmenter: Sendable {
  /// What is done.
  let config: AugmentConfig
  /// Samples from the start of one example of a clip to that of the next.
  let hop: Int
  /// The clips that train, by their index in the catalogue.
  let clips: ClipSamples
  /// What is mixed in; nil for nothing.
  let noise: NoiseClips?

  /// An example, varied.
  ///
  /// - Parameters:
  ///   - index: its place among the examples of its clip.
  ///   - clip: the clip's index in the catalogue.
  ///   - stream: of this example in this epoch alone.
  /// - Returns: log-mel values, `[96, 64]`.
  func example(
    _ index: Int, ofClip clip: Int, using stream: inout RandomStream
  ) throws(ExperimentError) -> [Float] {
    // All numbers are drawn in any case, so that one setting does not move the others' chance.
    let place = stream.nextUniform()
    let level = stream.nextUniform()
    let start = start(grid: index * hop, last: clips.lastStart(ofClip: clip), place: place)
    var window = try clips.window(ofClip: clip, from: start)
    if config.gain > 0 {
      let factor = pow(10, config.gain * (2 * level - 1) / 20)
      for sample in window.indices { window[sample] *= factor }
    }
    try noise?.mix(into: &window, using: &stream)
    return LogMel(ofSamples: window).values
  }

  /// Where a window begins: anywhere in the clip, or around its place on the grid.
  func start(grid: Int, last: Int, place: Double) -> Int {
    // A clip's last example on the grid may reach into a row of the cache that is not whole.
    let last = max(grid, last)
    var range = grid...grid
    if config.crop {
      range = 0...last
    } else {
      let reach = Int(config.timeShift * Double(LogMel.sampleRate))
      range = max(0, grid - reach)...min(last, grid + reach)
    }
    return range.lowerBound + min(range.count - 1, Int(place * Double(range.count)))
  }
}
