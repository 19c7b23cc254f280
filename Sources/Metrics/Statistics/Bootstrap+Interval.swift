extension Bootstrap {
  /// The interval that a bootstrap distribution gives.
  ///
  /// - Parameters:
  ///   - estimate: the statistic of the sample.
  ///   - distribution: the statistic of the resamples; not empty.
  ///   - leaveOneOut: the statistic without each group in turn, for BCa's acceleration.
  func interval(estimate: Double, distribution: [Double], leaveOneOut: [Double]) -> ConfidenceInterval {
    let sorted = distribution.sorted()
    let tail = (1 - level) / 2
    var shares = (lower: tail, upper: 1 - tail)
    var used = ConfidenceInterval.Method.percentile
    if method == .biasCorrectedAccelerated,
      let adjusted = adjustedShares(estimate: estimate, sorted: sorted, leaveOneOut: leaveOneOut)
    {
      shares = adjusted
      used = .biasCorrectedAccelerated
    }
    return ConfidenceInterval(
      estimate: estimate, lower: Self.quantile(of: sorted, at: shares.lower),
      upper: Self.quantile(of: sorted, at: shares.upper), level: level, method: used)
  }

  /// Where BCa reads the distribution (Efron and Tibshirani 1993, 14.10); nil where its correction is infinite.
  private func adjustedShares(
    estimate: Double, sorted: [Double], leaveOneOut: [Double]
  ) -> (lower: Double, upper: Double)? {
    // Replicates equal to the estimate count half.
    let below = sorted.count { $0 < estimate }
    let upTo = sorted.count { $0 <= estimate }
    let share = Double(below + upTo) / Double(2 * sorted.count)
    guard share > 0 && share < 1 else { return nil }
    let bias = NormalDistribution.quantile(share)
    let acceleration = acceleration(leaveOneOut)
    func adjusted(_ z: Double) -> Double {
      NormalDistribution.cumulative(bias + (bias + z) / (1 - acceleration * (bias + z)))
    }
    let z = NormalDistribution.quantile((1 - level) / 2)
    return (adjusted(z), adjusted(-z))
  }

  /// `Σ d³ / (6 (Σ d²)^{3/2})` with d the deviations of the mean from the values; 0 where all are equal.
  private func acceleration(_ leaveOneOut: [Double]) -> Double {
    guard !leaveOneOut.isEmpty else { return 0 }
    let mean = leaveOneOut.reduce(0, +) / Double(leaveOneOut.count)
    var squares = 0.0
    var cubes = 0.0
    for value in leaveOneOut {
      let deviation = mean - value
      squares += deviation * deviation
      cubes += deviation * deviation * deviation
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }

  /// The quantile of ascending values with linear interpolation (type 7 of Hyndman and Fan 1996, NumPy's default).
  private static func quantile(of sorted: [Double], at share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let index = min(sorted.count - 1, Int(position))
    let next = min(sorted.count - 1, index + 1)
    return sorted[index] + (position - Double(index)) * (sorted[next] - sorted[index])
  }
}
