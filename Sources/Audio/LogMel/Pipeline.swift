/// Resampling and log-mel in one pass: pieces small enough to stay in the second-level cache.
struct Pipeline: ~Copyable {
  /// Samples that are taken at once.
  static let pieceLength = 16_384

  private var resampling: ResamplingStream
  private var logMel: LogMelStream
  private var resampled: [Double] = []

  init(_ resampler: Resampler, expectedSamples: Int) {
    resampling = ResamplingStream(resampler)
    logMel = LogMelStream(expectedSamples: resampler.outputCount(of: expectedSamples))
  }

  mutating func append(_ samples: Span<Float>) {
    resampled.removeAll(keepingCapacity: true)
    resampling.append(samples, to: &resampled)
    logMel.append(resampled)
  }

  /// Hands out the rows so far, which are then forgotten.
  mutating func takeRows() -> [Float] { logMel.takeValues() }

  consuming func finish(padShort: Bool) -> LogMel {
    resampled.removeAll(keepingCapacity: true)
    resampling.finish(into: &resampled)
    logMel.append(resampled)
    let isPadded = padShort && logMel.sampleCount > 0
    return logMel.finish(minimumSamples: isPadded ? FrontEnd.shortestSampleCount : 0)
  }
}
