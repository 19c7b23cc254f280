// 512 = 8 · 8 · 8: three rounds of transforms of eight numbers, those between them turned by their twiddle factors
// (decimation in frequency, Gentleman and Sande 1966). Sixteen real frames go through at once: eight lanes, in each of which
// one frame is the real and another the imaginary part of a complex signal.

/// The Fourier transforms of sixteen frames of 512 samples.
///
/// - Parameters:
///   - hops: `[hop, columns]`, the signal cut into stretches of `hop` samples, one a column: sample n of frame f stands in
///     row n mod hop, column f + n / hop.
///   - columns: 16 + 511 / hop or more.
///   - hop: samples from one frame's start to the next's.
///   - window: `[512]`, a factor for each sample.
///   - twiddles: `[64, 7, 2]`: e^(−2πi·jq/512) for j in 0..<64, q in 1...7.
///   - innerTwiddles: `[8, 7, 2]`: e^(−2πi·jq/64) for j in 0..<8, q in 1...7.
///   - spectra: `[512, 2, 8]`, overwritten. Frames 0 to 7 are the real parts and 8 to 15 the imaginary parts of the signals
///     whose transforms these are; bin 64a + 8b + c stands at `place(ofBin:)` 64c + 8b + a.
@inline(never)
public func transformFrames(
  hops: UnsafePointer<Double>, columns: Int, hop: Int, window: UnsafePointer<Double>,
  twiddles: UnsafePointer<Double>, innerTwiddles: UnsafePointer<Double>, spectra: UnsafeMutablePointer<Double>
) {
  var j = 0
  while j < 64 {
    let factors = twiddles + 14 * j
    @inline(__always)
    func sample(_ n: Int) -> ComplexLanes {
      let offset = (n % hop) * columns + n / hop
      let weight = DoubleLanes(repeating: window[n])
      return complex(load(hops, offset) * weight, load(hops, offset + 8) * weight)
    }
    transformEight(
      sample(j), sample(j + 64), sample(j + 128), sample(j + 192), sample(j + 256), sample(j + 320),
      sample(j + 384), sample(j + 448)
    ) { q, value in
      store(q == 0 ? value : multiplied(value, by: factors + 2 * (q - 1)), spectra, 64 * q + j)
    }
    j += 1
  }
  var part = 0
  while part < 8 {
    transformSixtyFour(spectra + 64 * 16 * part, innerTwiddles)
    part += 1
  }
}

/// Where `transformFrames` leaves a bin of 512.
@inline(__always)
func place(ofBin bin: Int) -> Int { (bin & 7) << 6 | bin & 56 | bin >> 6 }

/// 64 numbers in place; bin 8b + a goes to place 8a + b.
@inline(__always)
private func transformSixtyFour(_ values: UnsafeMutablePointer<Double>, _ twiddles: UnsafePointer<Double>) {
  var j = 0
  while j < 8 {
    let factors = twiddles + 14 * j
    transformEight(
      complex(values, j), complex(values, j + 8), complex(values, j + 16), complex(values, j + 24),
      complex(values, j + 32), complex(values, j + 40), complex(values, j + 48), complex(values, j + 56)
    ) { q, value in
      store(q == 0 ? value : multiplied(value, by: factors + 2 * (q - 1)), values, 8 * q + j)
    }
    j += 1
  }
  var row = 0
  while row < 64 {
    transformEight(
      complex(values, row), complex(values, row + 1), complex(values, row + 2), complex(values, row + 3),
      complex(values, row + 4), complex(values, row + 5), complex(values, row + 6), complex(values, row + 7)
    ) { q, value in store(value, values, row + q) }
    row += 8
  }
}

/// The Fourier transform of eight numbers, whose bins are handed out as they are ready.
@inline(__always)
private func transformEight(
  _ x0: ComplexLanes, _ x1: ComplexLanes, _ x2: ComplexLanes, _ x3: ComplexLanes, _ x4: ComplexLanes,
  _ x5: ComplexLanes, _ x6: ComplexLanes, _ x7: ComplexLanes, _ take: (_ bin: Int, ComplexLanes) -> Void
) {
  let (s0, s1, s2, s3) = (x0 + x4, x1 + x5, x2 + x6, x3 + x7)
  let (t0, t1, t2, t3) = (s0 + s2, s0 - s2, s1 + s3, s1 - s3)
  take(0, t0 + t2)
  take(4, t0 - t2)
  take(2, complex(t1.real + t3.imaginary, t1.imaginary - t3.real))
  take(6, complex(t1.real - t3.imaginary, t1.imaginary + t3.real))
  let (d0, d1, d2, d3) = (x0 - x4, x1 - x5, x2 - x6, x3 - x7)
  let u0 = complex(d0.real + d2.imaginary, d0.imaginary - d2.real)
  let u1 = complex(d0.real - d2.imaginary, d0.imaginary + d2.real)
  // Turned by an odd eighth of a circle, but for the factor √½, which the last sums bring in.
  let e1 = complex(d1.real + d1.imaginary, d1.imaginary - d1.real)
  let e3 = complex(d3.imaginary - d3.real, -(d3.real + d3.imaginary))
  let (sum, difference) = (e1 + e3, e1 - e3)
  let half = DoubleLanes(repeating: 0.707_106_781_186_547_5)
  let minusHalf = DoubleLanes(repeating: -0.707_106_781_186_547_5)
  take(1, complex(adding(u0.real, sum.real, half), adding(u0.imaginary, sum.imaginary, half)))
  take(5, complex(adding(u0.real, sum.real, minusHalf), adding(u0.imaginary, sum.imaginary, minusHalf)))
  take(
    3,
    complex(
      adding(u1.real, difference.imaginary, half), adding(u1.imaginary, difference.real, minusHalf)))
  take(
    7,
    complex(
      adding(u1.real, difference.imaginary, minusHalf), adding(u1.imaginary, difference.real, half)))
}
