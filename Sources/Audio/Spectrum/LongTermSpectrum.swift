/// The mean power spectrum of a recording at its own rate, in memory that does not grow with its length.
///
/// Periodic Hann windows of 512 samples side by side (Welch 1967, without overlap): 257 bins from 0 Hz to half the rate. What
/// is left behind the last whole window does not count.
public struct LongTermSpectrum: ~Copyable {
  /// Samples of a window.
  public static let windowLength = FourierTransform.size
  /// Values of a spectrum.
  public static let bins = FourierTransform.bins

  private static let window = HannWindow.values(windowLength)

  /// Windows so far.
  public private(set) var windowCount = 0
  private var sums = [Double](repeating: 0, count: bins)
  private var pending: [Float] = []
  private let frame = AlignedBuffer<Double>(count: FourierTransform.size)
  private let spectrum = AlignedBuffer<Double>(count: 2 * FourierTransform.bins)

  /// A spectrum of nothing yet.
  public init() { pending.reserveCapacity(Self.windowLength) }

  /// Takes the next samples.
  public mutating func append(_ samples: Span<Float>) {
    var start = 0
    while start < samples.count {
      let end = min(start + Self.windowLength - pending.count, samples.count)
      for index in start..<end { pending.append(samples[index]) }
      start = end
      guard pending.count == Self.windowLength else { return }
      addWindow()
      pending.removeAll(keepingCapacity: true)
    }
  }

  /// The mean power of each bin; all zero before the first window is complete.
  public var power: [Double] { sums.map { $0 / Double(max(1, windowCount)) } }

  private mutating func addWindow() {
    for index in 0..<Self.windowLength {
      unsafe frame.pointer[index] = Double(pending[index]) * Double(Self.window[index])
    }
    FourierTransform.shared.transform(frame, into: spectrum)
    for bin in 0..<Self.bins {
      let real = unsafe spectrum.pointer[2 * bin]
      let imaginary = unsafe spectrum.pointer[2 * bin + 1]
      sums[bin] += real * real + imaginary * imaginary
    }
    windowCount += 1
  }
}
