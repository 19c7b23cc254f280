/// A log-mel spectrogram as VGGish sees it: one row of 64 bands each 10 ms.
///
/// From 16 kHz samples: periodic Hann windows of 400 samples every 160, without padding; magnitudes of a transform of 512;
/// 64 mel bands from 125 to 7,500 Hz (``MelFilterBank``); ln(mel + 0.01) (Hershey et al. 2017).
public struct LogMel: Sendable, Hashable {
  /// The sample rate that the spectrogram is made from.
  public static let sampleRate = 16_000
  /// Samples of a window.
  public static let windowLength = 400
  /// Samples from one row to the next.
  public static let hopLength = 160
  /// Seconds from one row to the next.
  public static let rowSeconds = 0.01
  /// Values of a row.
  public static let bands = MelFilterBank.bands

  /// The number of rows: 1 + ⌊(samples − 400)/160⌋, or 0.
  public let rows: Int
  /// `[rows, 64]`, row-major.
  public let values: [Float]
  /// Samples at 16 kHz behind the rows, padding left out.
  public let sampleCount: Int

  /// A spectrogram at hand: `values` of `[rows, 64]`.
  public init(values: [Float], sampleCount: Int) {
    precondition(values.count % Self.bands == 0, "\(values.count) values are no rows of \(Self.bands)")
    self.values = values
    self.sampleCount = sampleCount
    rows = values.count / Self.bands
  }

  /// The recording's length in seconds.
  public var duration: Double { Double(sampleCount) / Double(Self.sampleRate) }
}
