#if AVX512
  /// The rows of a tile: eight sums under way hide the latency of AVX-512's two multipliers.
  let tileRows = 8

  /// Sums the taps from `first` to before `end` for a tile of rows.
  ///
  /// Forwards the sums, `[8, 16]`, are overwritten, backwards they are added to.
  @inline(__always)
  func addTile(
    _ signal: UnsafePointer<Float>, _ stride: Int, _ weights: UnsafePointer<Float>, _ first: Int, _ end: Int,
    _ isBackward: Bool, _ sums: UnsafeMutablePointer<Float>
  ) {
    var near = signal
    var far = signal + 4 * stride
    let (one, two, three) = (stride, 2 * stride, 3 * stride)
    var sum0 = Lanes.zero
    var sum1 = Lanes.zero
    var sum2 = Lanes.zero
    var sum3 = Lanes.zero
    var sum4 = Lanes.zero
    var sum5 = Lanes.zero
    var sum6 = Lanes.zero
    var sum7 = Lanes.zero
    let step = isBackward ? -1 : 1
    near += first
    far += first
    var w = weights + first * 16
    let last = weights + end * 16
    while w != last {
      let lanes = load(w, 0)
      sum0 = adding(sum0, lanes, Lanes(repeating: near[0]))
      sum1 = adding(sum1, lanes, Lanes(repeating: near[one]))
      sum2 = adding(sum2, lanes, Lanes(repeating: near[two]))
      sum3 = adding(sum3, lanes, Lanes(repeating: near[three]))
      sum4 = adding(sum4, lanes, Lanes(repeating: far[0]))
      sum5 = adding(sum5, lanes, Lanes(repeating: far[one]))
      sum6 = adding(sum6, lanes, Lanes(repeating: far[two]))
      sum7 = adding(sum7, lanes, Lanes(repeating: far[three]))
      near += step
      far += step
      w += 16 * step
    }
    if isBackward {
      sum0 += load(sums, 0)
      sum1 += load(sums, 16)
      sum2 += load(sums, 32)
      sum3 += load(sums, 48)
      sum4 += load(sums, 64)
      sum5 += load(sums, 80)
      sum6 += load(sums, 96)
      sum7 += load(sums, 112)
    }
    store(sum0, sums, 0)
    store(sum1, sums, 16)
    store(sum2, sums, 32)
    store(sum3, sums, 48)
    store(sum4, sums, 64)
    store(sum5, sums, 80)
    store(sum6, sums, 96)
    store(sum7, sums, 112)
  }

  /// Adds the middle taps, whose signal is `[8, count]`, to a tile of rows.
  @inline(__always)
  func addMiddleTile(
    _ signal: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ count: Int,
    _ sums: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Double>, _ outputStride: Int
  ) {
    for half in 0..<2 {
      addMiddleFour(
        signal + 4 * half * count, weights, count, sums + half * 64, output + 4 * half * outputStride,
        outputStride)
    }
  }

  @inline(__always)
  private func addMiddleFour(
    _ x: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ count: Int,
    _ sums: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Double>, _ outputStride: Int
  ) {
    var low0 = DoubleLanes.zero
    var high0 = DoubleLanes.zero
    var low1 = DoubleLanes.zero
    var high1 = DoubleLanes.zero
    var low2 = DoubleLanes.zero
    var high2 = DoubleLanes.zero
    var low3 = DoubleLanes.zero
    var high3 = DoubleLanes.zero
    for k in 0..<count {
      let low = load(weights, k * 16)
      let high = load(weights, k * 16 + 8)
      low0 = adding(low0, low, DoubleLanes(repeating: x[0 * count + k]))
      high0 = adding(high0, high, DoubleLanes(repeating: x[0 * count + k]))
      low1 = adding(low1, low, DoubleLanes(repeating: x[1 * count + k]))
      high1 = adding(high1, high, DoubleLanes(repeating: x[1 * count + k]))
      low2 = adding(low2, low, DoubleLanes(repeating: x[2 * count + k]))
      high2 = adding(high2, high, DoubleLanes(repeating: x[2 * count + k]))
      low3 = adding(low3, low, DoubleLanes(repeating: x[3 * count + k]))
      high3 = adding(high3, high, DoubleLanes(repeating: x[3 * count + k]))
    }
    store(low0, high0, addedTo: load(sums, 0), y + 0 * outputStride)
    store(low1, high1, addedTo: load(sums, 16), y + 1 * outputStride)
    store(low2, high2, addedTo: load(sums, 32), y + 2 * outputStride)
    store(low3, high3, addedTo: load(sums, 48), y + 3 * outputStride)
  }
#endif
