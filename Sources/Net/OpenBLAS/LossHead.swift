internal import NetKernels

/// The loss of a batch and the gradient of its logits; sums in double precision.
final class LossHead {
  private static let rowBlock = 64

  private let loss: Loss
  private let gamma: Double
  private let classes: Int
  private let terms: Workspace<Double>
  private let weights: Workspace<Double>
  private let pool: ThreadPool

  init(
    _ loss: Loss, focalGamma gamma: Double, classes: Int, batchSize: Int, pool: ThreadPool
  ) throws(NetError) {
    precondition(gamma >= 0, "a focal loss with a gamma of \(gamma)")
    self.loss = loss
    self.gamma = gamma
    self.classes = classes
    self.pool = pool
    terms = try Workspace(count: batchSize)
    weights = try Workspace(count: batchSize)
  }

  /// Sets the factors on the losses of the next batch's examples; empty: 1 for all.
  func weigh(_ factors: Span<Float>, count: Int) {
    precondition(
      factors.isEmpty || factors.count == count, "\(factors.count) weights for \(count) examples")
    for row in 0..<count { unsafe weights.base[row] = factors.isEmpty ? 1 : Double(factors[row]) }
  }

  /// Returns the loss of a batch that was weighed; `gradient` is overwritten.
  func evaluate(
    _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, count: Int,
    gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    evaluate(count: count) { row, scale in
      let offset = row * classes
      return switch (loss, gamma == 0) {
      case (.sigmoid, true):
        unsafe sigmoidCrossEntropy(
          logits + offset, targets: targets + offset, classes: classes, scale: scale,
          gradient: gradient + offset)
      case (.softmax, true):
        unsafe softmaxCrossEntropy(
          logits + offset, targets: targets + offset, classes: classes, scale: scale,
          gradient: gradient + offset)
      case (.sigmoid, false):
        unsafe focalSigmoidCrossEntropy(
          logits + offset, targets: targets + offset, classes: classes, gamma: gamma, scale: scale,
          gradient: gradient + offset)
      case (.softmax, false):
        unsafe focalSoftmaxCrossEntropy(
          logits + offset, targets: targets + offset, classes: classes, gamma: gamma, scale: scale,
          gradient: gradient + offset)
      }
    }
  }

  /// Returns the loss of a batch that was weighed.
  ///
  /// - Parameter example: computes the loss of an example, not scaled, and its gradient times the scale it is given.
  func evaluate(count: Int, _ example: (_ row: Int, _ scale: Double) -> Double) -> Double {
    let termCount = loss == .sigmoid ? count * classes : count
    let scale = 1 / Double(termCount)
    let blocks = Blocks(count, by: Self.rowBlock)
    pool.run(blocks.count) { task, _ in
      for row in blocks[task] {
        let weight = unsafe weights.base[row]
        unsafe terms.base[row] = weight * example(row, weight * scale)
      }
    }
    var total = 0.0
    for row in 0..<count { unsafe total += terms.base[row] }
    return total * scale
  }
}
