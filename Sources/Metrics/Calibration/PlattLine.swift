#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The line that calibrates one class's logits.
public struct PlattLine: Sendable, Hashable, Codable {
  /// What a logit is multiplied by.
  public let slope: Double
  /// What is added to it, in logits.
  public let offset: Double

  /// The calibrated logit.
  public func logit(of value: Double) -> Double { slope * value + offset }

  /// Fits a line by Newton's method with step halving (Lin, Lin and Weng 2007), to Platt's softened targets
  /// `(N₊ + 1) / (N₊ + 2)` and `1 / (N₋ + 2)`, which keep it finite where the classes are separable.
  ///
  /// - Parameters:
  ///   - isPositive: whether each row is of the class; both must occur.
  ///   - logits: the class's logit in each row.
  init(fitting isPositive: [Bool], logits: [Double]) {
    let positives = Double(isPositive.count { $0 })
    let negatives = Double(isPositive.count) - positives
    let high = (positives + 1) / (positives + 2)
    let low = 1 / (negatives + 2)
    let targets = isPositive.map { $0 ? high : low }
    // Newton's method on logits of spread 1 about 0 meets no badly scaled Hessian.
    let mean = logits.reduce(0, +) / Double(logits.count)
    let variance = logits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logits.count)
    let spread = variance > 0 ? variance.squareRoot() : 1
    let inputs = logits.map { ($0 - mean) / spread }

    var line = (slope: 0.0, offset: log((positives + 1) / (negatives + 1)))
    var loss = Self.loss(line, inputs, targets)
    for _ in 0..<100 {
      let step = Self.newtonStep(line, inputs, targets)
      var size = 1.0
      var moved = false
      while size > 1e-10 {
        let candidate = (slope: line.slope + size * step.slope, offset: line.offset + size * step.offset)
        let candidateLoss = Self.loss(candidate, inputs, targets)
        if candidateLoss < loss {
          moved = true
          line = candidate
          loss = candidateLoss
          break
        }
        size /= 2
      }
      if !moved || max(abs(step.slope), abs(step.offset)) < 1e-13 { break }
    }
    self.slope = line.slope / spread
    self.offset = line.offset - line.slope * mean / spread
  }

  /// The cross-entropy against the targets, summed over rows.
  private static func loss(
    _ line: (slope: Double, offset: Double), _ inputs: [Double], _ targets: [Double]
  ) -> Double {
    var sum = 0.0
    for (input, target) in zip(inputs, targets) {
      let logit = line.slope * input + line.offset
      sum += max(logit, 0) - logit * target + log1p(exp(-abs(logit)))
    }
    return sum
  }

  private static func newtonStep(
    _ line: (slope: Double, offset: Double), _ inputs: [Double], _ targets: [Double]
  ) -> (slope: Double, offset: Double) {
    var gradient = (slope: 0.0, offset: 0.0)
    // A trace of ridge keeps the Hessian invertible where all logits are equal.
    var hessian = (slope: 1e-12, cross: 0.0, offset: 1e-12)
    for (input, target) in zip(inputs, targets) {
      let probability = LogOdds.probability(of: line.slope * input + line.offset)
      let error = probability - target
      let weight = probability * (1 - probability)
      gradient.slope += error * input
      gradient.offset += error
      hessian.slope += weight * input * input
      hessian.cross += weight * input
      hessian.offset += weight
    }
    let determinant = hessian.slope * hessian.offset - hessian.cross * hessian.cross
    return (
      -(hessian.offset * gradient.slope - hessian.cross * gradient.offset) / determinant,
      -(hessian.slope * gradient.offset - hessian.cross * gradient.slope) / determinant
    )
  }
}
