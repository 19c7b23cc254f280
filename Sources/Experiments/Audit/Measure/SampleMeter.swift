/// The level of a recording: its peak, its mean, and how often its peaks are cut off.
struct SampleMeter: Sendable {
  /// The largest magnitude; full scale is 1.
  private(set) var peak: Float = 0
  /// Peaks that stay at full scale for three samples or more.
  private(set) var peaksCutOff = 0
  private var run = 0
  private var sum = 0.0
  private var count = 0

  /// Two steps of 16-bit PCM below full scale; averaging channels hides clipping on one of them.
  private static let fullScale: Float = 32_766 / 32_768
  /// So many samples at full scale in a row are a cut-off peak.
  private static let clippedRun = 3

  /// The mean of all samples; 0 for a recording that is centred.
  var offset: Double { sum / Double(max(1, count)) }

  /// Takes the next samples.
  mutating func append(_ samples: [Float]) {
    count += samples.count
    for sample in samples {
      let magnitude = abs(sample)
      peak = max(peak, magnitude)
      sum += Double(sample)
      run = magnitude >= Self.fullScale ? run + 1 : 0
      if run == Self.clippedRun { peaksCutOff += 1 }
    }
  }
}
