import CVector

/// Cuts a signal into stretches, one a column: `hops[i · columns + c] = signal[c · hop + i]`.
///
/// - Parameters:
///   - signal: `columns · hop` samples.
///   - hop: samples of a stretch, a multiple of 8.
///   - columns: stretches, a multiple of 8.
///   - hops: `[hop, columns]`, overwritten.
@inline(never)
public func arrangeHops(
  signal: UnsafePointer<Double>, hop: Int, columns: Int, hops: UnsafeMutablePointer<Double>
) {
  var column = 0
  while column < columns {
    var row = 0
    while row < hop {
      transposeSquareOfDoubles(
        signal + column * hop + row, hop, hops + row * columns + column, columns)
      row += 8
    }
    column += 8
  }
}

/// Magnitudes of sixteen frames' bins: `magnitudes[k · 16 + f]` = 2 |bin k of frame f| for k in firstBin..<endBin.
///
/// - Parameters:
///   - spectra: what `transformFrames` wrote.
///   - firstBin: the first bin wanted.
///   - endBin: the bin behind the last one wanted, at most 257.
///   - magnitudes: `[endBin, 16]`, overwritten from `firstBin` on.
@inline(never)
public func frameMagnitudes(
  spectra: UnsafePointer<Double>, firstBin: Int, endBin: Int, magnitudes: UnsafeMutablePointer<Float>
) {
  var bin = firstBin
  while bin < endBin {
    let (real, imaginary) = framePowers(spectra, bin)
    store(
      squareRoots(Lanes(lowHalf: roundedToSingle(real), highHalf: roundedToSingle(imaginary))), magnitudes,
      16 * bin)
    bin += 1
  }
}

/// Adds the powers of bins, frame after frame: `sums[k] += Σ_f (2 |bin k of frame f|)²` for k in 0...256.
///
/// - Parameters:
///   - spectra: what `transformFrames` wrote.
///   - count: the frames that count, from the first on; 0 to 16.
///   - sums: `[257]`, added to.
@inline(never)
public func addFramePowers(spectra: UnsafePointer<Double>, count: Int, sums: UnsafeMutablePointer<Double>) {
  for bin in 0...256 {
    let (near, far) = framePowers(spectra, bin)
    for frame in 0..<min(count, 8) { sums[bin] += near[frame] }
    for frame in 8..<max(count, 8) { sums[bin] += far[frame - 8] }
  }
}

/// Four times the squares of one bin's magnitudes in frames 0 to 7 and 8 to 15.
///
/// With Z the transform of x + iy for real x and y, X[k] = (Z[k] + Z̄[512 − k])/2 and Y[k] = (Z[k] − Z̄[512 − k])/2i.
@inline(__always)
private func framePowers(_ spectra: UnsafePointer<Double>, _ bin: Int) -> (DoubleLanes, DoubleLanes) {
  let a = complex(spectra, place(ofBin: bin))
  let b = complex(spectra, place(ofBin: (512 - bin) & 511))
  let x = complex(a.real + b.real, a.imaginary - b.imaginary)
  let y = complex(a.imaginary + b.imaginary, b.real - a.real)
  return (
    adding(x.imaginary * x.imaginary, x.real, x.real), adding(y.imaginary * y.imaginary, y.real, y.real)
  )
}
