/// Cuts a stream of samples into slices of one length, in memory of a slice and a block.
struct ClipSlicer {
  /// Samples from the beginning of the stream to that of the slice, and the slice.
  typealias Slice = (start: Int, samples: [Float])

  private let length: Int
  private let hop: Int
  private let minimumTail: Int
  /// Samples from ``next`` on, as far as they came.
  private var buffer: [Float] = []
  /// Where the next slice begins.
  private var next = 0
  /// Samples to pass over before the next slice, where the hop is longer than a slice.
  private var gap = 0
  /// Where the last slice ended.
  private var end = 0

  /// - Parameters:
  ///   - length: samples of a slice.
  ///   - hop: from the start of one to that of the next.
  ///   - minimumTail: the fewest samples that a last, shorter slice has beyond the one before it.
  init(length: Int, hop: Int, minimumTail: Int) {
    precondition(length > 0 && hop > 0 && minimumTail > 0, "slices of \(length), \(hop) apart")
    self.length = length
    self.hop = hop
    self.minimumTail = minimumTail
  }

  /// Takes samples and hands out the slices that are complete with them.
  mutating func append(_ samples: [Float], take: (Slice) throws -> Void) rethrows {
    let passed = min(gap, samples.count)
    gap -= passed
    buffer.append(contentsOf: samples[passed...])
    while buffer.count >= length {
      try take((next, Array(buffer[..<length])))
      end = next + length
      next += hop
      gap = max(0, hop - buffer.count)
      buffer.removeFirst(min(hop, buffer.count))
    }
  }

  /// Hands out what is left, if it is long enough.
  consuming func finish(take: (Slice) throws -> Void) rethrows {
    let isLongEnough = gap == 0 && next + buffer.count - max(end, next) >= minimumTail
    if isLongEnough { try take((next, buffer)) }
  }
}
