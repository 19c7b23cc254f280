#if (FUSED && !AVX512) || arch(arm64)
  /// The rows of a tile: twelve of AVX2's sixteen registers hold their sums.
  let tileRows = 6

  /// Sums the taps from `first` to before `end` for a tile of rows.
  ///
  /// Forwards the sums, `[6, 16]`, are overwritten, backwards they are added to.
  @inline(__always)
  func addTile(
    _ signal: UnsafePointer<Float>, _ stride: Int, _ weights: UnsafePointer<Float>, _ first: Int, _ end: Int,
    _ isBackward: Bool, _ sums: UnsafeMutablePointer<Float>
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
      sum0 += load(sums, 0)
      sum1 += load(sums, 16)
      sum2 += load(sums, 32)
      sum3 += load(sums, 48)
      sum4 += load(sums, 64)
      sum5 += load(sums, 80)
    }
    store(sum0, sums, 0)
    store(sum1, sums, 16)
    store(sum2, sums, 32)
    store(sum3, sums, 48)
    store(sum4, sums, 64)
    store(sum5, sums, 80)
  }

  /// Adds the middle taps, whose signal is `[6, count]`, to a tile of rows.
  @inline(__always)
  func addMiddleTile(
    _ signal: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ count: Int,
    _ sums: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Double>, _ outputStride: Int
  ) {
    for pair in 0..<3 {
      let y = output + 2 * pair * outputStride
      addMiddlePair(signal + 2 * pair * count, weights, count, sums + pair * 32, y, y + outputStride)
    }
  }
#endif
