/// One block of samples as the file holds them, all channels interleaved, and its average.
struct InterleavedBlock: ~Copyable {
  /// What libsndfile gives the samples as.
  enum Precision {
    /// Whole numbers, for the commonest files: they are quickest to read and to average.
    case steps
    case single
    /// Samples of more than 24 bits and sums of more than two, which single precision would round twice.
    case double
  }

  private let channels: Int
  private let precision: Precision
  private var steps: [Int16] = []
  private var single: [Float] = []
  private var double: [Double] = []

  init(of file: borrowing SoundFile) {
    channels = file.channels
    let frames = min(16_384, max(64, 131_072 / channels))
    if file.exceedsSinglePrecision || channels > 2 {
      precision = .double
      double = [Double](repeating: 0, count: frames * channels)
    } else if file.hasSixteenBits {
      precision = .steps
      steps = [Int16](repeating: 0, count: frames * channels)
    } else {
      precision = .single
      single = [Float](repeating: 0, count: frames * channels)
    }
  }

  /// Whether samples are whole numbers, which cannot be other than within ±1.
  var isBounded: Bool { precision == .steps }

  /// Fills the block; returns the number of frames, 0 at the end.
  mutating func read(from file: borrowing SoundFile) throws(AudioError) -> Int {
    switch precision {
    case .steps:
      var span = steps.mutableSpan
      return try file.read(into: &span)
    case .single:
      var span = single.mutableSpan
      return try file.read(into: &span)
    case .double:
      var span = double.mutableSpan
      return try file.read(into: &span)
    }
  }

  /// Sets `mono` to the mean of the channels of the block's first `count` frames.
  func average(_ count: Int, into mono: inout [Float]) {
    mono.removeAll(keepingCapacity: true)
    switch precision {
    case .steps:
      mono.append(contentsOf: repeatElement(0, count: count))
      unsafe steps.withUnsafeBufferPointer { steps in
        unsafe mono.withUnsafeMutableBufferPointer { mono in
          guard let source = steps.baseAddress, let target = mono.baseAddress else { return }
          unsafe Kernels.averageSteps(source, channels: channels, count: count, mono: target)
        }
      }
    case .single where channels == 1:
      mono.append(contentsOf: single[..<count])
    case .single:
      mono.append(contentsOf: repeatElement(0, count: count))
      unsafe single.withUnsafeBufferPointer { stereo in
        unsafe mono.withUnsafeMutableBufferPointer { mono in
          guard let source = stereo.baseAddress, let target = mono.baseAddress else { return }
          unsafe Kernels.averageStereo(source, count: count, mono: target)
        }
      }
    case .double:
      for frame in 0..<count {
        var sum = 0.0
        for channel in 0..<channels { sum += double[frame * channels + channel] }
        mono.append(Float(sum / Double(channels)))
      }
    }
  }
}
