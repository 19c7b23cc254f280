/// Samples at 16 kHz turned into log-mel rows piece by piece: the same bits whatever the pieces.
struct LogMelStream: ~Copyable {
  /// Rows computed side by side.
  private static let batch = FrameTransform.frames
  private static let batchReach = (batch - 1) * LogMel.hopLength + LogMel.windowLength

  /// Samples seen so far.
  private(set) var sampleCount = 0
  /// Rows so far, `[rows, 64]`, without those that were taken.
  private(set) var values: [Float] = []
  private var pending: [Double] = []
  private let transform = FrameTransform(
    window: HannWindow.values(LogMel.windowLength), hop: LogMel.hopLength)
  private let magnitudes = AlignedBuffer<Float>(count: FrameTransform.bins * batch)
  private let rows = AlignedBuffer<Float>(count: batch * LogMel.bands)

  /// - Parameter expectedSamples: what to reserve memory for.
  init(expectedSamples: Int = 0) {
    values.reserveCapacity((expectedSamples / LogMel.hopLength + Self.batch) * LogMel.bands)
  }

  /// Takes the next samples and computes the rows that they complete, sixteen at a time.
  mutating func append(_ samples: [Double]) {
    sampleCount += samples.count
    pending.append(contentsOf: samples)
    var start = 0
    while start + Self.batchReach <= pending.count {
      computeBatch(from: start, keeping: Self.batch)
      start += Self.batch * LogMel.hopLength
    }
    pending.removeFirst(start)
  }

  /// Hands out the rows so far, which are then forgotten.
  mutating func takeValues() -> [Float] {
    defer { values.removeAll(keepingCapacity: true) }
    return values
  }

  /// Computes the rows that are left and ends the stream.
  ///
  /// - Parameter minimumSamples: shorter signals are continued with zeros to this length.
  consuming func finish(minimumSamples: Int = 0) -> LogMel {
    let realCount = sampleCount
    if sampleCount < minimumSamples {
      append([Double](repeating: 0, count: minimumSamples - sampleCount))
    }
    if pending.count >= LogMel.windowLength {
      let rest = (pending.count - LogMel.windowLength) / LogMel.hopLength + 1
      computeBatch(from: 0, keeping: rest)
    }
    return LogMel(values: values, sampleCount: realCount)
  }

  private mutating func computeBatch(from start: Int, keeping kept: Int) {
    let bank = MelFilterBank.vggish
    transform.transform(pending.span.extracting(start...))
    transform.copyMagnitudes(of: bank.bins, to: magnitudes)
    unsafe bank.starts.withUnsafeBufferPointer { starts in
      unsafe bank.counts.withUnsafeBufferPointer { counts in
        unsafe bank.weights.withUnsafeBufferPointer { weights in
          guard let starts = starts.baseAddress, let counts = counts.baseAddress,
            let weights = weights.baseAddress
          else { return }
          unsafe Kernels.logMelRows(
            magnitudes: magnitudes.pointer, bandStarts: starts, bandCounts: counts, bandWeights: weights,
            rows: rows.pointer)
        }
      }
    }
    unsafe values.append(
      contentsOf: UnsafeBufferPointer(start: rows.pointer, count: kept * LogMel.bands))
  }
}
