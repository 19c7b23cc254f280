/// What a decoder still accepts; beyond it a file is an error, whatever its header promises.
public struct DecodingLimits: Sendable, Hashable {
  /// The longest recording, in seconds.
  public var maximumSeconds: Double
  /// The accepted sample rates, in Hz.
  public var sampleRates: ClosedRange<Int>

  /// Up to an hour, from 1 kHz to 1 MHz.
  public static let standard = DecodingLimits(maximumSeconds: 3600)

  /// Limits on duration and sample rate.
  public init(maximumSeconds: Double, sampleRates: ClosedRange<Int> = 1_000...1_000_000) {
    precondition(maximumSeconds > 0, "a maximum of \(maximumSeconds) s")
    precondition(sampleRates.lowerBound > 0, "sample rates from \(sampleRates.lowerBound) Hz")
    self.maximumSeconds = maximumSeconds
    self.sampleRates = sampleRates
  }
}
