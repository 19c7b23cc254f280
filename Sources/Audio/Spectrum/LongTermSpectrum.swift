/// The mean power spectrum of a recording at its own rate, in memory that does not grow with its length.
///
/// Periodic Hann windows of 512 samples side by side (Welch 1967, without overlap): 257 bins from 0 Hz to half the rate. What
/// is left behind the last whole window does not count.
public struct LongTermSpectrum: ~Copyable {
  /// Samples of a window.
  public static let windowLength = FrameTransform.size
  /// Values of a spectrum.
  public static let bins = FrameTransform.bins

  /// Sums over windows that were transformed.
  private var sums = [Double](repeating: 0, count: bins)
  private var transformedCount = 0
  /// Samples of windows that are to be transformed together.
  private var pending: [Double] = []
  private let transform = FrameTransform(window: HannWindow.values(windowLength), hop: windowLength)
  private static let batch = FrameTransform.frames * windowLength

  /// A spectrum of nothing yet.
  public init() { pending.reserveCapacity(Self.batch) }

  /// Windows so far.
  public var windowCount: Int { transformedCount + pending.count / Self.windowLength }

  /// Takes the next samples.
  public mutating func append(_ samples: Span<Float>) {
    var start = 0
    while start < samples.count {
      let end = min(start + Self.batch - pending.count, samples.count)
      for index in start..<end { pending.append(Double(samples[index])) }
      start = end
      guard pending.count == Self.batch else { return }
      transform.transform(pending.span)
      transform.addPowers(ofFirst: FrameTransform.frames, to: &sums)
      transformedCount += FrameTransform.frames
      pending.removeAll(keepingCapacity: true)
    }
  }

  /// The mean power of each bin; all zero before the first window is complete.
  public var power: [Double] {
    var all = sums
    transform.transform(pending.span)
    transform.addPowers(ofFirst: windowCount - transformedCount, to: &all)
    return all.map { $0 / Double(max(1, windowCount)) }
  }
}
