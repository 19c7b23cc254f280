/// A frame of a signal times a window: `frame[i] = signal[i] · window[i]` for i in 0..<count.
@inline(never)
public func windowFrame(
  signal: UnsafePointer<Double>, window: UnsafePointer<Double>, count: Int,
  frame: UnsafeMutablePointer<Double>
) {
  for index in 0..<count { frame[index] = signal[index] * window[index] }
}

/// Magnitudes of a spectrum's bins: `magnitudes[k · 16] = |spectrum[k]|` for k in bins, one column of sixteen frames.
///
/// - Parameters:
///   - spectrum: real and imaginary part of each bin from 0 on.
///   - firstBin: the first bin wanted.
///   - endBin: the bin behind the last one wanted.
///   - magnitudes: `[endBin, 16]`, of which one column is overwritten.
@inline(never)
public func magnitudeColumn(
  spectrum: UnsafePointer<Double>, firstBin: Int, endBin: Int, magnitudes: UnsafeMutablePointer<Float>
) {
  var bin = firstBin
  while bin + 8 <= endBin {
    var squares = SIMD8<Float>.zero
    for lane in 0..<8 {
      let real = spectrum[2 * (bin + lane)]
      let imaginary = spectrum[2 * (bin + lane) + 1]
      squares[lane] = Float(real * real + imaginary * imaginary)
    }
    let roots = squares.squareRoot()
    for lane in 0..<8 { magnitudes[(bin + lane) * 16] = roots[lane] }
    bin += 8
  }
  while bin < endBin {
    let real = spectrum[2 * bin]
    let imaginary = spectrum[2 * bin + 1]
    magnitudes[bin * 16] = Float(real * real + imaginary * imaginary).squareRoot()
    bin += 1
  }
}
