/// A banded matrix times a signal: sixteen successive outputs of each of `rows` rows.
///
/// `output[r · outputStride + l] = Σ_k weights[k · 16 + l] · signal[r · signalStride + k]` for l in 0..<16, k in 0..<taps.
/// The first half is summed forwards, the second backwards: a filter's large weights in the middle come last, which
/// halves the rounding error. The order doesn't depend on the number of rows.
///
/// - Parameters:
///   - signal: `(rows − 1) · signalStride + taps` values.
///   - weights: `[taps, 16]`.
///   - output: `(rows − 1) · outputStride + 16` values, overwritten.
@inline(never)
public func multiplyBanded(
  signal: UnsafePointer<Float>, signalStride: Int, rows: Int, weights: UnsafePointer<Float>, taps: Int,
  output: UnsafeMutablePointer<Float>, outputStride: Int
) {
  var row = 0
  #if FUSED || arch(arm64)
    while row + 6 <= rows {
      multiplySixRows(
        signal + row * signalStride, signalStride, weights, taps, output + row * outputStride, outputStride)
      row += 6
    }
  #endif
  while row + 2 <= rows {
    multiplyTwoRows(
      signal + row * signalStride, signalStride, weights, taps, output + row * outputStride, outputStride)
    row += 2
  }
  if row < rows {
    let x = signal + row * signalStride
    var early = Lanes.zero
    for k in 0..<(taps / 2) { early = adding(early, load(weights, k * 16), Lanes(repeating: x[k])) }
    var late = Lanes.zero
    var k = taps - 1
    while k >= taps / 2 {
      late = adding(late, load(weights, k * 16), Lanes(repeating: x[k]))
      k -= 1
    }
    store(early + late, output, row * outputStride)
  }
}

/// Six rows fill twelve of AVX2's sixteen registers with sums.
@inline(__always)
private func multiplySixRows(
  _ signal: UnsafePointer<Float>, _ stride: Int, _ weights: UnsafePointer<Float>, _ taps: Int,
  _ output: UnsafeMutablePointer<Float>, _ outputStride: Int
) {
  let x0 = signal
  let x1 = x0 + stride
  let x2 = x1 + stride
  let x3 = x2 + stride
  let x4 = x3 + stride
  let x5 = x4 + stride
  var k = 0
  var step = 1
  var end = taps / 2
  for half in 0..<2 {
    var sum0 = Lanes.zero
    var sum1 = Lanes.zero
    var sum2 = Lanes.zero
    var sum3 = Lanes.zero
    var sum4 = Lanes.zero
    var sum5 = Lanes.zero
    while k != end {
      let w = load(weights, k * 16)
      sum0 = adding(sum0, w, Lanes(repeating: x0[k]))
      sum1 = adding(sum1, w, Lanes(repeating: x1[k]))
      sum2 = adding(sum2, w, Lanes(repeating: x2[k]))
      sum3 = adding(sum3, w, Lanes(repeating: x3[k]))
      sum4 = adding(sum4, w, Lanes(repeating: x4[k]))
      sum5 = adding(sum5, w, Lanes(repeating: x5[k]))
      k += step
    }
    let isFirst = half == 0
    put(sum0, output, isFirst)
    put(sum1, output + outputStride, isFirst)
    put(sum2, output + 2 * outputStride, isFirst)
    put(sum3, output + 3 * outputStride, isFirst)
    put(sum4, output + 4 * outputStride, isFirst)
    put(sum5, output + 5 * outputStride, isFirst)
    (k, step, end) = (taps - 1, -1, taps / 2 - 1)
  }
}

/// Stores the first half's sum, adds the second's to it.
@inline(__always)
private func put(_ sum: Lanes, _ output: UnsafeMutablePointer<Float>, _ isFirst: Bool) {
  store(isFirst ? sum : load(output, 0) + sum, output, 0)
}

/// Two rows fill eight of SSE's sixteen registers with sums.
@inline(__always)
private func multiplyTwoRows(
  _ signal: UnsafePointer<Float>, _ stride: Int, _ weights: UnsafePointer<Float>, _ taps: Int,
  _ output: UnsafeMutablePointer<Float>, _ outputStride: Int
) {
  let other = signal + stride
  var k = 0
  var step = 1
  var end = taps / 2
  for half in 0..<2 {
    var sum0 = Lanes.zero
    var sum1 = Lanes.zero
    while k != end {
      let w = load(weights, k * 16)
      sum0 = adding(sum0, w, Lanes(repeating: signal[k]))
      sum1 = adding(sum1, w, Lanes(repeating: other[k]))
      k += step
    }
    put(sum0, output, half == 0)
    put(sum1, output + outputStride, half == 0)
    (k, step, end) = (taps - 1, -1, taps / 2 - 1)
  }
}
