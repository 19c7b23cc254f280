internal import Foundation
internal import Net

/// Mixup: every example of a batch is mixed with another one of it, inputs, targets and weights alike (Zhang et al. 2018).
///
/// The share λ of the example itself is drawn from Beta(α, α) for each example; its partner is the one at its place in a
/// shuffled batch, as in the authors' code.
struct Mixup: Sendable, Hashable {
  /// α.
  var alpha: Double

  /// The mixup of a config; nil for none.
  init?(_ config: AugmentConfig) {
    guard config.mixup > 0 else { return nil }
    alpha = config.mixup
  }

  /// Mixes a batch.
  ///
  /// - Parameters:
  ///   - batch: its examples; changed.
  ///   - stream: of this batch alone.
  func apply(to batch: inout TrainingBatch, using stream: inout RandomStream) {
    let partners = stream.order(of: batch.count)
    let shares = (0..<batch.count).map { _ in Float(Self.beta(alpha, using: &stream)) }
    Self.mix(&batch.input, partners, shares)
    Self.mix(&batch.targets, partners, shares)
    if !batch.weights.isEmpty { Self.mix(&batch.weights, partners, shares) }
  }

  /// Mixes rows of `[partners.count, …]` with their partners' rows.
  private static func mix(_ values: inout [Float], _ partners: [Int], _ shares: [Float]) {
    guard !partners.isEmpty else { return }
    let width = values.count / partners.count
    let originals = values
    for (row, partner) in partners.enumerated() where partner != row {
      let share = shares[row]
      for column in 0..<width {
        values[row * width + column] =
          share * originals[row * width + column] + (1 - share) * originals[partner * width + column]
      }
    }
  }

  /// A number of the distribution Beta(α, α) from two of Gamma(α, 1).
  static func beta(_ alpha: Double, using stream: inout RandomStream) -> Double {
    let (first, second) = (gamma(alpha, using: &stream), gamma(alpha, using: &stream))
    // Both may be too small for a number where α is near 0: then all the mass is at the ends.
    guard first + second > 0 else { return stream.nextUniform() < 0.5 ? 0 : 1 }
    return first / (first + second)
  }

  /// A number of the distribution Gamma(α, 1) (Marsaglia and Tsang 2000).
  private static func gamma(_ alpha: Double, using stream: inout RandomStream) -> Double {
    guard alpha >= 1 else {
      let power = pow(1 - stream.nextUniform(), 1 / alpha)
      return gamma(alpha + 1, using: &stream) * power
    }
    let d = alpha - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = stream.nextNormal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if log(1 - stream.nextUniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
