internal import NetKernels
internal import NetKernelsWide

/// The loss of a batch and the gradient of its logits, in rows and in columns.
final class NativeLoss {
  private let logits: BlockTensor
  private let head: LossHead
  private let classes: Int
  private let kind: Loss
  /// Logits and their gradient in rows, for a focal loss; nil without one.
  private let rows: (logits: Workspace<Float>, gradient: Workspace<Float>)?

  init(
    _ loss: Loss, focalGamma: Double, logits: BlockTensor, examples: Int, pool: ThreadPool
  ) throws(NetError) {
    self.logits = logits
    classes = logits.layout.image.channels
    head = try LossHead(
      loss, focalGamma: focalGamma, classes: classes, batchSize: examples, pool: pool)
    kind = loss
    let count = examples * classes
    rows = focalGamma > 0 ? (try Workspace(count: count), try Workspace(count: count)) : nil
  }

  /// Sets what the examples of the next batch count, see ``LossHead/weigh(_:count:)``.
  func weigh(_ weights: Span<Float>, count: Int) { head.weigh(weights, count: count) }

  /// Returns the loss and overwrites the gradient of the logits.
  func evaluate(_ targets: UnsafePointer<Float>, count: Int) -> Double {
    let value =
      unsafe rows == nil ? evaluateBlocks(targets, count: count) : evaluateRows(targets, count: count)
    guard value.isFinite else { return value }
    if logits.isRectifiedVector { maskGradient(count: count) }
    let used = BlockTensor.usedColumns(count)
    for channel in 0..<classes {
      let row = unsafe logits.gradientColumns[channel * logits.columns]
      let source = channel / 16 * logits.layout.block + channel % 16
      for example in 0..<count { unsafe row[example] = logits.gradient.base[source + example * 16] }
      for example in count..<used { unsafe row[example] = 0 }
    }
    return value
  }

  /// The loss and the gradient, computed where the logits stand.
  private func evaluateBlocks(_ targets: UnsafePointer<Float>, count: Int) -> Double {
    let (block, classes) = (logits.layout.block, classes)
    return head.evaluate(count: count) { row, scale in
      let example = unsafe LossRow(
        logits: logits.values[row * 16], gradient: logits.gradient[row * 16], blockStride: block,
        targets: targets + row * classes, classes: classes, scale: Float(scale))
      return switch kind {
      case .sigmoid: sigmoidCrossEntropy(example)
      case .softmax: softmaxCrossEntropy(example)
      }
    }
  }

  /// As ``evaluateBlocks(_:count:)`` for a focal loss, which knows rows only.
  private func evaluateRows(_ targets: UnsafePointer<Float>, count: Int) -> Double {
    guard let rows else { preconditionFailure("no rows") }
    unsafe logits.layout.unpack(logits.values.base, examples: count, into: rows.logits.base)
    let value = unsafe head.evaluate(
      rows.logits.base, targets: targets, count: count, gradient: rows.gradient.base)
    if value.isFinite {
      unsafe logits.layout.pack(rows.gradient.base, examples: count, into: logits.gradient.base)
    }
    return value
  }

  /// A last layer with a ReLU passes no gradient where its output is 0.
  private func maskGradient(count: Int) {
    for block in 0..<logits.layout.blocks {
      let start = block * logits.layout.block
      for index in start..<(start + count * 16) where unsafe logits.values.base[index] <= 0 {
        unsafe logits.gradient.base[index] = 0
      }
    }
  }
}
