/// One block of samples as the file holds them, all channels interleaved, and its average.
struct InterleavedBlock: ~Copyable {
  private let channels: Int
  private let frames: Int
  private var single: [Float]
  private var double: [Double]

  /// - Parameter isDouble: whether the average needs double precision to be right to the last bit: it does for samples
  ///   of more than 24 bits and for sums of more than two.
  init(channels: Int, isDouble: Bool) {
    self.channels = channels
    frames = min(16_384, max(64, 131_072 / channels))
    single = isDouble ? [] : [Float](repeating: 0, count: frames * channels)
    double = isDouble ? [Double](repeating: 0, count: frames * channels) : []
  }

  /// Fills the block; returns the number of frames, 0 at the end.
  mutating func read(from file: borrowing SoundFile) throws(AudioError) -> Int {
    if double.isEmpty {
      var span = single.mutableSpan
      return try file.read(into: &span)
    }
    var span = double.mutableSpan
    return try file.read(into: &span)
  }

  /// Sets `mono` to the mean of the channels of the block's first `count` frames.
  func average(_ count: Int, into mono: inout [Float]) {
    switch (double.isEmpty, channels) {
    case (true, 1):
      mono.append(contentsOf: single[..<count])
    case (true, _):
      mono.append(contentsOf: repeatElement(0, count: count))
      unsafe single.withUnsafeBufferPointer { stereo in
        unsafe mono.withUnsafeMutableBufferPointer { mono in
          guard let source = stereo.baseAddress, let target = mono.baseAddress else { return }
          unsafe Kernels.averageStereo(source, count: count, mono: target)
        }
      }
    case (false, _):
      for frame in 0..<count {
        var sum = 0.0
        for channel in 0..<channels { sum += double[frame * channels + channel] }
        mono.append(Float(sum / Double(channels)))
      }
    }
  }
}
