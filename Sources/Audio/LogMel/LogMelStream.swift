/// Samples at 16 kHz turned into log-mel rows piece by piece: the same bits whatever the pieces.
struct LogMelStream: ~Copyable {
  private static let window = HannWindow.values(LogMel.windowLength)
  private static let batch = FourierTransform.batch
  private static let batchReach = (batch - 1) * LogMel.hopLength + LogMel.windowLength

  /// Samples seen so far.
  private(set) var sampleCount = 0
  /// Rows so far, `[rows, 64]`.
  private(set) var values: [Float] = []
  private var pending: [Float] = []
  private let frames = FloatBuffer(count: batch * FourierTransform.size)
  private let spectra = FloatBuffer(count: FourierTransform.bins * batch * 2)
  private let magnitudes = FloatBuffer(count: FourierTransform.bins * batch)
  private let rows = FloatBuffer(count: batch * LogMel.bands)

  /// - Parameter expectedSamples: what to reserve memory for.
  init(expectedSamples: Int = 0) {
    values.reserveCapacity((expectedSamples / LogMel.hopLength + Self.batch) * LogMel.bands)
  }

  /// Takes the next samples and computes the rows that they complete, sixteen at a time.
  mutating func append(_ samples: [Float]) {
    sampleCount += samples.count
    pending.append(contentsOf: samples)
    var start = 0
    while start + Self.batchReach <= pending.count {
      computeBatch(from: start, keeping: Self.batch)
      start += Self.batch * LogMel.hopLength
    }
    pending.removeFirst(start)
  }

  /// Computes the rows that are left and ends the stream.
  ///
  /// - Parameter minimumSamples: shorter signals are continued with zeros to this length.
  consuming func finish(minimumSamples: Int = 0) -> LogMel {
    let realCount = sampleCount
    if sampleCount < minimumSamples {
      append([Float](repeating: 0, count: minimumSamples - sampleCount))
    }
    if pending.count >= LogMel.windowLength {
      let rest = (pending.count - LogMel.windowLength) / LogMel.hopLength + 1
      pending.append(contentsOf: repeatElement(0, count: max(0, Self.batchReach - pending.count)))
      computeBatch(from: 0, keeping: rest)
    }
    return LogMel(values: values, sampleCount: realCount)
  }

  private mutating func computeBatch(from start: Int, keeping kept: Int) {
    unsafe pending.withUnsafeBufferPointer { pending in
      unsafe Self.window.withUnsafeBufferPointer { window in
        guard let signal = pending.baseAddress, let window = window.baseAddress else { return }
        unsafe Kernels.windowFrames(
          signal: signal + start, hop: LogMel.hopLength, window: window, length: LogMel.windowLength,
          frames: frames.pointer, frameStride: FourierTransform.size)
      }
    }
    FourierTransform.shared.transform(frames, into: spectra)
    let bank = MelFilterBank.vggish
    unsafe bank.starts.withUnsafeBufferPointer { starts in
      unsafe bank.counts.withUnsafeBufferPointer { counts in
        unsafe bank.weights.withUnsafeBufferPointer { weights in
          guard let starts = starts.baseAddress, let counts = counts.baseAddress,
            let weights = weights.baseAddress
          else { return }
          unsafe Kernels.logMelRows(
            spectra: spectra.pointer, bins: FourierTransform.bins, magnitudes: magnitudes.pointer,
            bandStarts: starts, bandCounts: counts, bandWeights: weights, rows: rows.pointer)
        }
      }
    }
    unsafe values.append(
      contentsOf: UnsafeBufferPointer(start: rows.pointer, count: kept * LogMel.bands))
  }
}
