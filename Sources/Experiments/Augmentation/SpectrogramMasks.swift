internal import Audio
internal import Net

/// SpecAugment's masks on an example: bands of time and of frequency at the example's mean (Park et al. 2019).
///
/// A mask's width is spread evenly over 0 … its largest, and its place over those at which it fits. The paper masks with
/// zero on spectrograms of mean zero, which is the mean. Its time warping, which it calls the least of the three, is left out.
struct SpectrogramMasks: Sendable, Hashable {
  /// Masks in time.
  var timeMasks: Int
  /// The most rows of 10 ms that one covers.
  var timeWidth: Int
  /// Masks in frequency.
  var frequencyMasks: Int
  /// The most bands that one covers.
  var frequencyWidth: Int

  /// The masks of a config; nil for none.
  init?(_ config: AugmentConfig) {
    guard config.timeMasks + config.frequencyMasks > 0 else { return nil }
    (timeMasks, timeWidth) = (config.timeMasks, config.timeMaskWidth)
    (frequencyMasks, frequencyWidth) = (config.frequencyMasks, config.frequencyMaskWidth)
  }

  /// Masks an example.
  ///
  /// - Parameters:
  ///   - values: `[96, 64]`, row-major.
  ///   - stream: decides where; the same numbers are taken whatever the values.
  func apply(to values: inout MutableSpan<Float>, using stream: inout RandomStream) {
    let (rows, bands) = (Examples.rows, Examples.bands)
    precondition(values.count == rows * bands, "\(values.count) values of an example")
    var sum = 0.0
    for index in values.indices { sum += Double(values[index]) }
    let mean = Float(sum / Double(values.count))
    for _ in 0..<timeMasks {
      for row in Self.mask(width: timeWidth, of: rows, using: &stream) {
        for band in 0..<bands { values[row * bands + band] = mean }
      }
    }
    for _ in 0..<frequencyMasks {
      for band in Self.mask(width: frequencyWidth, of: bands, using: &stream) {
        for row in 0..<rows { values[row * bands + band] = mean }
      }
    }
  }

  /// Where a mask lies: a width from 0 to the largest, then a place where it fits.
  static func mask(width: Int, of count: Int, using stream: inout RandomStream) -> Range<Int> {
    let width = stream.next(below: min(width, count) + 1)
    let start = stream.next(below: count - width + 1)
    return start..<(start + width)
  }
}
