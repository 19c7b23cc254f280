internal import NetKernels

/// The loss of a batch and the gradient of its logits; sums in double precision.
final class LossHead {
  private static let rowBlock = 64

  private let loss: Loss
  private let classes: Int
  private let terms: Workspace<Double>
  private let pool: ThreadPool

  init(_ loss: Loss, classes: Int, batchSize: Int, pool: ThreadPool) throws(NetError) {
    self.loss = loss
    self.classes = classes
    self.pool = pool
    terms = try Workspace(count: batchSize)
  }

  /// Returns the loss; `gradient` is overwritten.
  func evaluate(
    _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, count: Int,
    gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let termCount = loss == .sigmoid ? count * classes : count
    let scale = 1 / Double(termCount)
    let blocks = Blocks(count, by: Self.rowBlock)
    pool.run(blocks.count) { task, _ in
      for row in blocks[task] {
        let offset = row * classes
        switch loss {
        case .sigmoid:
          unsafe terms.base[row] = sigmoidCrossEntropy(
            logits + offset, targets: targets + offset, classes: classes, scale: scale,
            gradient: gradient + offset)
        case .softmax:
          unsafe terms.base[row] = softmaxCrossEntropy(
            logits + offset, targets: targets + offset, classes: classes, scale: scale,
            gradient: gradient + offset)
        }
      }
    }
    var total = 0.0
    for row in 0..<count { unsafe total += terms.base[row] }
    return total * scale
  }
}
