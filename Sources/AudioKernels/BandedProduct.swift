/// A banded matrix times a signal: sixteen successive outputs of each of `rows` rows.
///
/// `output[r · outputStride + l] = Σ_k weights[k · 16 + l] · signal[r · signalStride + k]` for l in 0..<16, k in 0..<taps,
/// summed in the order of k whatever the number of rows.
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
    var sum = Lanes.zero
    for k in 0..<taps { sum = adding(sum, load(weights, k * 16), Lanes(repeating: x[k])) }
    store(sum, output, row * outputStride)
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
  var sum0 = Lanes.zero
  var sum1 = Lanes.zero
  var sum2 = Lanes.zero
  var sum3 = Lanes.zero
  var sum4 = Lanes.zero
  var sum5 = Lanes.zero
  for k in 0..<taps {
    let w = load(weights, k * 16)
    sum0 = adding(sum0, w, Lanes(repeating: x0[k]))
    sum1 = adding(sum1, w, Lanes(repeating: x1[k]))
    sum2 = adding(sum2, w, Lanes(repeating: x2[k]))
    sum3 = adding(sum3, w, Lanes(repeating: x3[k]))
    sum4 = adding(sum4, w, Lanes(repeating: x4[k]))
    sum5 = adding(sum5, w, Lanes(repeating: x5[k]))
  }
  store(sum0, output, 0)
  store(sum1, output, outputStride)
  store(sum2, output, 2 * outputStride)
  store(sum3, output, 3 * outputStride)
  store(sum4, output, 4 * outputStride)
  store(sum5, output, 5 * outputStride)
}

/// Two rows fill eight of SSE's sixteen registers with sums.
@inline(__always)
private func multiplyTwoRows(
  _ signal: UnsafePointer<Float>, _ stride: Int, _ weights: UnsafePointer<Float>, _ taps: Int,
  _ output: UnsafeMutablePointer<Float>, _ outputStride: Int
) {
  let other = signal + stride
  var sum0 = Lanes.zero
  var sum1 = Lanes.zero
  for k in 0..<taps {
    let w = load(weights, k * 16)
    sum0 = adding(sum0, w, Lanes(repeating: signal[k]))
    sum1 = adding(sum1, w, Lanes(repeating: other[k]))
  }
  store(sum0, output, 0)
  store(sum1, output, outputStride)
}
