/// The log-mel rows of a recording that comes in pieces, in memory that does not grow with its length.
///
/// They are the same, to the bit, as those of ``FrontEnd/logMel(of:)-(Clip)``.
public struct LogMelRows: ~Copyable {
  private var pipeline: Pipeline

  /// Rows of a recording at a rate.
  ///
  /// - Throws: ``AudioError/Code/invalidSetting`` for a rate that the ``Resampler`` refuses.
  public init(sampleRate: Int) throws(AudioError) {
    pipeline = Pipeline(try Resampler(from: sampleRate, to: LogMel.sampleRate), expectedSamples: 0)
  }

  /// Takes samples at the recording's rate and hands out the rows that they complete, `[rows, 64]`.
  public mutating func append(_ samples: Span<Float>) -> [Float] {
    pipeline.append(samples)
    return pipeline.takeRows()
  }

  /// The rows that are left at the end.
  public consuming func finish() -> [Float] { pipeline.finish(padShort: false).values }
}
