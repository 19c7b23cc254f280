extension FrontEnd {
  /// The samples of a file, or of a part of it, as the spectrogram is computed from them: one channel at 16 kHz.
  ///
  /// - Throws: ``AudioError`` naming the file; ``AudioError/Code/tooShort`` where it would give no example.
  public func samples(
    ofFile path: String, span: ClipSpan? = nil, limits: DecodingLimits = .standard
  ) throws(AudioError) -> [Float] {
    var reader = try AudioReader(path: path, span: span, limits: limits)
    let resampler: Resampler
    do { resampler = try Resampler(from: reader.sampleRate, to: LogMel.sampleRate) } catch {
      throw error.naming(path)
    }
    var stream = ResamplingStream(resampler)
    var samples: [Float] = []
    samples.reserveCapacity(resampler.outputCount(of: reader.plausibleFrames))
    var block: [Float] = []
    var resampled: [Double] = []
    while try reader.read(into: &block) > 0 {
      resampled.removeAll(keepingCapacity: true)
      stream.append(block.span, to: &resampled)
      samples.append(contentsOf: resampled.lazy.map { Float($0) })
    }
    resampled.removeAll(keepingCapacity: true)
    stream.finish(into: &resampled)
    samples.append(contentsOf: resampled.lazy.map { Float($0) })
    guard samples.count >= Self.shortestSampleCount || (padShort && !samples.isEmpty) else {
      throw tooShort(sampleCount: samples.count).naming(path)
    }
    return samples
  }
}

extension LogMel {
  /// The spectrogram of samples at 16 kHz, which are at hand.
  public init(ofSamples samples: [Double]) {
    var stream = LogMelStream(expectedSamples: samples.count)
    stream.append(samples)
    self = stream.finish()
  }
}
