/// Converts between sample rates with the filter of the reference's resampler.
///
/// resampy 0.4.3's `kaiser_best`: a sinc low-pass of 50 zero crossings under a Kaiser window, in a table of 8,192 steps a
/// crossing with linear interpolation between them, its step truncated to a whole number of table entries when the rate
/// falls. Here it runs as a polyphase filter bank: rates of ratio P/Q (in lowest terms) need P filters, whose weights are
/// computed once and kept. Outside the recording the signal is zero.
public struct Resampler: Sendable {
  /// Samples a second before.
  public let sourceRate: Int
  /// Samples a second after.
  public let targetRate: Int
  /// Nil where the rates are equal.
  let bank: FilterBank?

  /// The filter's name, for records of how features were made.
  public static let filterName = "resampy-0.4.3/kaiser_best"

  /// A resampler between two rates; the filters of a pair are computed once in a process.
  ///
  /// - Parameters:
  ///   - sourceRate: 1 to 1,000,000 Hz.
  ///   - targetRate: 1 to 1,000,000 Hz.
  /// - Throws: ``AudioError/Code/invalidSetting`` for other rates and for a fall to less than 1/500.
  public init(from sourceRate: Int, to targetRate: Int) throws(AudioError) {
    let rates = 1...1_000_000
    guard rates.contains(sourceRate), rates.contains(targetRate), sourceRate / targetRate < 500 else {
      throw AudioError(
        .invalidSetting, found: "resampling from \(sourceRate) to \(targetRate) Hz",
        expected: "rates from 1 to 1,000,000 Hz, falling to no less than 1/500")
    }
    self.sourceRate = sourceRate
    self.targetRate = targetRate
    bank = sourceRate == targetRate ? nil : FilterBankCache.bank(from: sourceRate, to: targetRate)
  }

  /// The number of samples that `count` samples become: ⌊count · target / source⌋.
  public func outputCount(of count: Int) -> Int {
    let (high, low) = count.multipliedFullWidth(by: targetRate)
    return sourceRate.dividingFullWidth((high, low)).quotient
  }

  /// Resamples a whole signal.
  ///
  /// - Parameter samples: any number of samples at the source rate.
  /// - Returns: ``outputCount(of:)`` samples at the target rate.
  public func resample(_ samples: Span<Float>) -> [Float] {
    var stream = ResamplingStream(self)
    var output: [Double] = []
    output.reserveCapacity(outputCount(of: samples.count) + 2 * targetRate / 100)
    var start = 0
    while start < samples.count {
      let end = min(start + 16_384, samples.count)
      stream.append(samples.extracting(start..<end), to: &output)
      start = end
    }
    stream.finish(into: &output)
    return output.map { Float($0) }
  }
}

extension Clip {
  /// The clip at another sample rate; see ``Resampler``.
  ///
  /// - Parameter hertz: 1 to 1,000,000 Hz.
  public func resampled(toHertz hertz: Int) throws(AudioError) -> Clip {
    let samples = try Resampler(from: sampleRate, to: hertz).resample(samples.span)
    return Clip(samples: samples, sampleRate: hertz, source: source)
  }
}
