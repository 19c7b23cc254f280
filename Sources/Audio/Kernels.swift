internal import AudioKernels
internal import CProcessor

#if arch(x86_64)
  internal import AudioKernelsAVX2
  internal import AudioKernelsAVX512
#endif

/// The inner loops in the widest form that this processor runs, chosen once.
///
/// The plain form differs from the others by rounding, since those fuse multiplication and addition; they give the same bits.
enum Kernels {
  /// Whether the loops for AVX2 run here.
  static let usesAVX2 = processorRunsX86V3()
  /// Whether the loops for AVX-512 run here.
  static let usesAVX512 = processorRunsX86V4()

  /// The number of rows that `multiplyBanded` takes at once.
  static var bandedTileRows: Int { usesAVX512 ? 8 : 6 }

  /// See `multiplyBanded` in `AudioKernels`.
  @unsafe
  static func multiplyBanded(
    signal: UnsafePointer<Float>, signalStride: Int, rows: Int, weights: UnsafePointer<Float>, taps: Int,
    middle: Range<Int>, middleWeights: UnsafePointer<Double>, scratch: UnsafeMutablePointer<Double>,
    sums: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Double>, outputStride: Int
  ) {
    #if arch(x86_64)
      if usesAVX512 {
        unsafe AudioKernelsAVX512.multiplyBanded(
          signal: signal, signalStride: signalStride, rows: rows, weights: weights, taps: taps,
          middleStart: middle.lowerBound, middleCount: middle.count, middleWeights: middleWeights,
          scratch: scratch, sums: sums,
          output: output, outputStride: outputStride)
        return
      }
      if usesAVX2 {
        unsafe AudioKernelsAVX2.multiplyBanded(
          signal: signal, signalStride: signalStride, rows: rows, weights: weights, taps: taps,
          middleStart: middle.lowerBound, middleCount: middle.count, middleWeights: middleWeights,
          scratch: scratch, sums: sums,
          output: output, outputStride: outputStride)
        return
      }
    #endif
    unsafe AudioKernels.multiplyBanded(
      signal: signal, signalStride: signalStride, rows: rows, weights: weights, taps: taps,
      middleStart: middle.lowerBound, middleCount: middle.count, middleWeights: middleWeights,
      scratch: scratch, sums: sums,
      output: output, outputStride: outputStride)
  }

  /// Cuts a signal into hops and transforms sixteen frames; see `arrangeHops` and `transformFrames` in `AudioKernels`.
  @unsafe
  static func transformFrames(
    signal: UnsafePointer<Double>, hop: Int, columns: Int, hops: UnsafeMutablePointer<Double>,
    window: UnsafePointer<Double>, twiddles: UnsafePointer<Double>, innerTwiddles: UnsafePointer<Double>,
    spectra: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      if usesAVX512 {
        unsafe AudioKernelsAVX512.arrangeHops(signal: signal, hop: hop, columns: columns, hops: hops)
        unsafe AudioKernelsAVX512.transformFrames(
          hops: hops, columns: columns, hop: hop, window: window, twiddles: twiddles,
          innerTwiddles: innerTwiddles, spectra: spectra)
        return
      }
      if usesAVX2 {
        unsafe AudioKernelsAVX2.arrangeHops(signal: signal, hop: hop, columns: columns, hops: hops)
        unsafe AudioKernelsAVX2.transformFrames(
          hops: hops, columns: columns, hop: hop, window: window, twiddles: twiddles,
          innerTwiddles: innerTwiddles, spectra: spectra)
        return
      }
    #endif
    unsafe AudioKernels.arrangeHops(signal: signal, hop: hop, columns: columns, hops: hops)
    unsafe AudioKernels.transformFrames(
      hops: hops, columns: columns, hop: hop, window: window, twiddles: twiddles,
      innerTwiddles: innerTwiddles, spectra: spectra)
  }

  /// See `frameMagnitudes` in `AudioKernels`.
  @unsafe
  static func frameMagnitudes(
    spectra: UnsafePointer<Double>, bins: Range<Int>, magnitudes: UnsafeMutablePointer<Float>
  ) {
    #if arch(x86_64)
      if usesAVX512 {
        unsafe AudioKernelsAVX512.frameMagnitudes(
          spectra: spectra, firstBin: bins.lowerBound, endBin: bins.upperBound, magnitudes: magnitudes)
        return
      }
      if usesAVX2 {
        unsafe AudioKernelsAVX2.frameMagnitudes(
          spectra: spectra, firstBin: bins.lowerBound, endBin: bins.upperBound, magnitudes: magnitudes)
        return
      }
    #endif
    unsafe AudioKernels.frameMagnitudes(
      spectra: spectra, firstBin: bins.lowerBound, endBin: bins.upperBound, magnitudes: magnitudes)
  }

  /// See `addFramePowers` in `AudioKernels`.
  @unsafe
  static func addFramePowers(
    spectra: UnsafePointer<Double>, count: Int, sums: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      if usesAVX2 {
        unsafe AudioKernelsAVX2.addFramePowers(spectra: spectra, count: count, sums: sums)
        return
      }
    #endif
    unsafe AudioKernels.addFramePowers(spectra: spectra, count: count, sums: sums)
  }

  /// See `logMelRows` in `AudioKernels`.
  @unsafe
  static func logMelRows(
    magnitudes: UnsafePointer<Float>, bandStarts: UnsafePointer<Int>, bandCounts: UnsafePointer<Int>,
    bandWeights: UnsafePointer<Float>, rows: UnsafeMutablePointer<Float>
  ) {
    #if arch(x86_64)
      if usesAVX512 {
        unsafe AudioKernelsAVX512.logMelRows(
          magnitudes: magnitudes, bandStarts: bandStarts, bandCounts: bandCounts, bandWeights: bandWeights,
          rows: rows)
        return
      }
      if usesAVX2 {
        unsafe AudioKernelsAVX2.logMelRows(
          magnitudes: magnitudes, bandStarts: bandStarts, bandCounts: bandCounts, bandWeights: bandWeights,
          rows: rows)
        return
      }
    #endif
    unsafe AudioKernels.logMelRows(
      magnitudes: magnitudes, bandStarts: bandStarts, bandCounts: bandCounts, bandWeights: bandWeights,
      rows: rows)
  }

  /// Averages sixteen-bit samples; see `averageSteps` in `AudioKernels`.
  @unsafe
  static func averageSteps(
    _ steps: UnsafePointer<Int16>, channels: Int, count: Int, mono: UnsafeMutablePointer<Float>
  ) {
    #if arch(x86_64)
      if usesAVX2 {
        unsafe AudioKernelsAVX2.averageSteps(
          steps, channels: channels, count: count, mono: mono)
        return
      }
    #endif
    unsafe AudioKernels.averageSteps(
      steps, channels: channels, count: count, mono: mono)
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
