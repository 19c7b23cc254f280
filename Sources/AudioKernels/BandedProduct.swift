/// A banded matrix times a signal: sixteen successive outputs of each of `rows` rows.
///
/// `output[r · outputStride + l] = Σ_k weights[k][l] · signal[r · signalStride + k]` for l in 0..<16, k in 0..<taps.
///
/// The weights are those of a filter, small outside and large in the middle. So that rounding stays near that of the
/// result, the taps in front of the middle are summed forwards and those behind it backwards in single precision, the
/// middle in double. The order doesn't depend on the number of rows.
///
/// - Parameters:
///   - signal: `(rows − 1) · signalStride + taps` values.
///   - weights: `[taps, 16]`; those of the middle are not read.
///   - middleStart: the first tap of the middle.
///   - middleCount: the taps of the middle.
///   - middleWeights: `[middleCount, 16]`.
///   - output: `(rows − 1) · outputStride + 16` values, overwritten.
@inline(never)
public func multiplyBanded(
  signal: UnsafePointer<Float>, signalStride: Int, rows: Int, weights: UnsafePointer<Float>, taps: Int,
  middleStart: Int, middleCount: Int, middleWeights: UnsafePointer<Double>,
  output: UnsafeMutablePointer<Float>, outputStride: Int
) {
  let middleEnd = middleStart + middleCount
  var row = 0
  while row < rows {
    let x = signal + row * signalStride
    let y = output + row * outputStride
    #if FUSED || arch(arm64)
      if row + 6 <= rows {
        addSixRows(x, signalStride, weights, 0, middleStart, false, y, outputStride)
        addSixRows(x, signalStride, weights, taps - 1, middleEnd - 1, true, y, outputStride)
        for pair in 0..<3 {
          addMiddle(
            x + (2 * pair) * signalStride + middleStart, x + (2 * pair + 1) * signalStride + middleStart,
            middleWeights, middleCount, y + 2 * pair * outputStride, y + (2 * pair + 1) * outputStride)
        }
        row += 6
        continue
      }
    #endif
    // The last row stands for both where no pair is left.
    let other = row + 1 < rows ? 1 : 0
    let otherX = x + other * signalStride
    let otherY = y + other * outputStride
    addTwoRows(x, otherX, weights, 0, middleStart, false, y, otherY)
    addTwoRows(x, otherX, weights, taps - 1, middleEnd - 1, true, y, otherY)
    addMiddle(x + middleStart, otherX + middleStart, middleWeights, middleCount, y, otherY)
    row += 1 + other
  }
}

/// Sums the taps from `first` to before `end` for six rows, which fill twelve of AVX2's sixteen registers with sums.
///
/// Forwards the outputs are overwritten, backwards they are added to.
@inline(__always)
private func addSixRows(
  _ signal: UnsafePointer<Float>, _ stride: Int, _ weights: UnsafePointer<Float>, _ first: Int, _ end: Int,
  _ isBackward: Bool, _ output: UnsafeMutablePointer<Float>, _ outputStride: Int
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
  let step = isBackward ? -1 : 1
  var k = first
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
  if isBackward {
    sum0 += load(output, 0)
    sum1 += load(output, outputStride)
    sum2 += load(output, 2 * outputStride)
    sum3 += load(output, 3 * outputStride)
    sum4 += load(output, 4 * outputStride)
    sum5 += load(output, 5 * outputStride)
  }
  store(sum0, output, 0)
  store(sum1, output, outputStride)
  store(sum2, output, 2 * outputStride)
  store(sum3, output, 3 * outputStride)
  store(sum4, output, 4 * outputStride)
  store(sum5, output, 5 * outputStride)
}

/// The same for two rows, which may be one and the same.
@inline(__always)
private func addTwoRows(
  _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ first: Int,
  _ end: Int, _ isBackward: Bool, _ y0: UnsafeMutablePointer<Float>, _ y1: UnsafeMutablePointer<Float>
) {
  var sum0 = Lanes.zero
  var sum1 = Lanes.zero
  let step = isBackward ? -1 : 1
  var k = first
  while k != end {
    let w = load(weights, k * 16)
    sum0 = adding(sum0, w, Lanes(repeating: x0[k]))
    sum1 = adding(sum1, w, Lanes(repeating: x1[k]))
    k += step
  }
  if isBackward {
    sum0 += load(y0, 0)
    sum1 += load(y1, 0)
  }
  store(sum0, y0, 0)
  store(sum1, y1, 0)
}

/// Adds the middle taps to two rows, which may be one and the same.
@inline(__always)
private func addMiddle(
  _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>, _ weights: UnsafePointer<Double>, _ count: Int,
  _ y0: UnsafeMutablePointer<Float>, _ y1: UnsafeMutablePointer<Float>
) {
  var low0 = DoubleLanes.zero
  var high0 = DoubleLanes.zero
  var low1 = DoubleLanes.zero
  var high1 = DoubleLanes.zero
  for k in 0..<count {
    let low = load(weights, k * 16)
    let high = load(weights, k * 16 + 8)
    let first = DoubleLanes(repeating: Double(x0[k]))
    let second = DoubleLanes(repeating: Double(x1[k]))
    low0 = adding(low0, low, first)
    high0 = adding(high0, high, first)
    low1 = adding(low1, low, second)
    high1 = adding(high1, high, second)
  }
  let sum0 = rounded(low0, high0, addedTo: load(y0, 0))
  let sum1 = rounded(low1, high1, addedTo: load(y1, 0))
  store(sum0, y0, 0)
  store(sum1, y1, 0)
}

@inline(__always)
private func rounded(_ low: DoubleLanes, _ high: DoubleLanes, addedTo base: Lanes) -> Lanes {
  var result = Lanes.zero
  for lane in 0..<8 {
    result[lane] = Float(Double(base[lane]) + low[lane])
    result[lane + 8] = Float(Double(base[lane + 8]) + high[lane])
  }
  return result
}
