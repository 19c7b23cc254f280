/// A banded matrix times a signal: sixteen successive outputs of each of `rows` rows.
///
/// `output[r · outputStride + l] = Σ_k weights[k][l] · signal[r · signalStride + k]` for l in 0..<16, k in 0..<taps.
///
/// The weights are those of a filter, small outside and large in the middle. The taps in front of the middle are summed
/// forwards and those behind it backwards in single precision, the middle in double: the error is that of the small sums.
/// The order doesn't depend on the number of rows.
///
/// - Parameters:
///   - signal: `(rows − 1) · signalStride + taps` values.
///   - weights: `[taps, 16]`; those of the middle are not read.
///   - middleStart: the first tap of the middle.
///   - middleCount: the taps of the middle.
///   - middleWeights: `[middleCount, 16]`.
///   - scratch: `[8, middleCount]`, overwritten.
///   - sums: `[8, 16]`, overwritten.
///   - output: `(rows − 1) · outputStride + 16` values, overwritten.
@inline(never)
public func multiplyBanded(
  signal: UnsafePointer<Float>, signalStride: Int, rows: Int, weights: UnsafePointer<Float>, taps: Int,
  middleStart: Int, middleCount: Int, middleWeights: UnsafePointer<Double>,
  scratch: UnsafeMutablePointer<Double>, sums: UnsafeMutablePointer<Float>,
  output: UnsafeMutablePointer<Double>, outputStride: Int
) {
  let middleEnd = middleStart + middleCount
  var row = 0
  #if FUSED || arch(arm64)
    while row + tileRows <= rows {
      let x = signal + row * signalStride
      let y = output + row * outputStride
      addTile(x, signalStride, weights, 0, middleStart, false, sums)
      addTile(x, signalStride, weights, taps - 1, middleEnd - 1, true, sums)
      for tileRow in 0..<tileRows {
        widen(x + tileRow * signalStride + middleStart, middleCount, into: scratch + tileRow * middleCount)
      }
      addMiddleTile(scratch, middleWeights, middleCount, sums, y, outputStride)
      row += tileRows
    }
  #endif
  while row < rows {
    // The last row stands for both where no pair is left.
    let other = row + 1 < rows ? 1 : 0
    let x = signal + row * signalStride
    let y = output + row * outputStride
    let otherX = x + other * signalStride
    let otherY = y + other * outputStride
    addPair(x, otherX, weights, 0, middleStart, false, sums)
    addPair(x, otherX, weights, taps - 1, middleEnd - 1, true, sums)
    widen(x + middleStart, middleCount, into: scratch)
    widen(otherX + middleStart, middleCount, into: scratch + middleCount)
    addMiddlePair(scratch, middleWeights, middleCount, sums, y, otherY)
    row += 1 + other
  }
}

/// Sums the taps from `first` to before `end` for two rows, which may be one and the same.
///
/// Forwards the sums are overwritten, backwards they are added to.
@inline(__always)
private func addPair(
  _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ first: Int,
  _ end: Int, _ isBackward: Bool, _ sums: UnsafeMutablePointer<Float>
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
    sum0 += load(sums, 0)
    sum1 += load(sums, 16)
  }
  store(sum0, sums, 0)
  store(sum1, sums, 16)
}

/// Copies values in double precision.
@inline(__always)
private func widen(_ values: UnsafePointer<Float>, _ count: Int, into wide: UnsafeMutablePointer<Double>) {
  for index in 0..<count { wide[index] = Double(values[index]) }
}

/// Adds the middle taps, whose signal is `[2, count]`, to the sums of two rows, which may be one and the same.
@inline(__always)
func addMiddlePair(
  _ signal: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ count: Int,
  _ sums: UnsafePointer<Float>, _ y0: UnsafeMutablePointer<Double>, _ y1: UnsafeMutablePointer<Double>
) {
  let other = signal + count
  var low0 = DoubleLanes.zero
  var high0 = DoubleLanes.zero
  var low1 = DoubleLanes.zero
  var high1 = DoubleLanes.zero
  for k in 0..<count {
    let low = load(weights, k * 16)
    let high = load(weights, k * 16 + 8)
    low0 = adding(low0, low, DoubleLanes(repeating: signal[k]))
    high0 = adding(high0, high, DoubleLanes(repeating: signal[k]))
    low1 = adding(low1, low, DoubleLanes(repeating: other[k]))
    high1 = adding(high1, high, DoubleLanes(repeating: other[k]))
  }
  store(low0, high0, addedTo: load(sums, 0), y0)
  store(low1, high1, addedTo: load(sums, 16), y1)
}

/// Writes sixteen values: the sums in single precision and those in double.
@inline(__always)
func store(
  _ low: DoubleLanes, _ high: DoubleLanes, addedTo sums: Lanes, _ output: UnsafeMutablePointer<Double>
) {
  for lane in 0..<8 {
    output[lane] = Double(sums[lane]) + low[lane]
    output[lane + 8] = Double(sums[lane + 8]) + high[lane]
  }
}
