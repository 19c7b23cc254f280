internal import AudioKernels
internal import CProcessor

#if arch(x86_64)
  internal import AudioKernelsAVX2
#endif

/// The inner loops in the widest form that this processor runs, chosen once.
///
/// The two forms differ by rounding alone (one fuses multiplication and addition); a machine always uses the same one.
enum Kernels {
  /// Whether the loops for AVX2 run here.
  static let usesAVX2 = processorRunsX86V3()

  /// See `multiplyBanded` in `AudioKernels`.
  @unsafe
  static func multiplyBanded(
    signal: UnsafePointer<Float>, signalStride: Int, rows: Int, weights: UnsafePointer<Float>, taps: Int,
    output: UnsafeMutablePointer<Float>, outputStride: Int
  ) {
    #if arch(x86_64)
      if usesAVX2 {
        unsafe AudioKernelsAVX2.multiplyBanded(
          signal: signal, signalStride: signalStride, rows: rows, weights: weights, taps: taps,
          output: output, outputStride: outputStride)
        return
      }
    #endif
    unsafe AudioKernels.multiplyBanded(
      signal: signal, signalStride: signalStride, rows: rows, weights: weights, taps: taps,
      output: output, outputStride: outputStride)
  }

  /// See `logMelRows` in `AudioKernels`.
  @unsafe
  static func logMelRows(
    spectra: UnsafePointer<Float>, bins: Int, magnitudes: UnsafeMutablePointer<Float>,
    bandStarts: UnsafePointer<Int>, bandCounts: UnsafePointer<Int>, bandWeights: UnsafePointer<Float>,
    rows: UnsafeMutablePointer<Float>
  ) {
    #if arch(x86_64)
      if usesAVX2 {
        unsafe AudioKernelsAVX2.logMelRows(
          spectra: spectra, bins: bins, magnitudes: magnitudes, bandStarts: bandStarts,
          bandCounts: bandCounts, bandWeights: bandWeights, rows: rows)
        return
      }
    #endif
    unsafe AudioKernels.logMelRows(
      spectra: spectra, bins: bins, magnitudes: magnitudes, bandStarts: bandStarts,
      bandCounts: bandCounts, bandWeights: bandWeights, rows: rows)
  }

  /// Cuts and windows sixteen frames; see `windowFrames` in `AudioKernels`.
  @unsafe
  static func windowFrames(
    signal: UnsafePointer<Float>, hop: Int, window: UnsafePointer<Float>, length: Int,
    frames: UnsafeMutablePointer<Float>, frameStride: Int
  ) {
    unsafe AudioKernels.windowFrames(
      signal: signal, hop: hop, window: window, length: length, frames: frames, frameStride: frameStride)
  }

  /// Averages two channels; see `averageStereo` in `AudioKernels`.
  @unsafe
  static func averageStereo(_ stereo: UnsafePointer<Float>, count: Int, mono: UnsafeMutablePointer<Float>) {
    unsafe AudioKernels.averageStereo(stereo, count: count, mono: mono)
  }

  /// Whether all values are numbers of magnitude at most `limit`.
  static func isBounded(_ values: Span<Float>, limit: Float) -> Bool {
    unsafe values.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return true }
      return unsafe AudioKernels.isBounded(base, count: buffer.count, limit: limit)
    }
  }

  /// The right half of a Kaiser-windowed sinc; see `kaiserSinc` in `AudioKernels`.
  static func kaiserSinc(crossings: Int, precision: Int, rolloff: Double, beta: Double) -> [Double] {
    let count = crossings * precision + 1
    return unsafe [Double](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      guard let base = buffer.baseAddress else { return }
      unsafe AudioKernels.kaiserSinc(
        table: base, crossings: crossings, precision: precision, rolloff: rolloff, beta: beta)
      initializedCount = count
    }
  }
}
