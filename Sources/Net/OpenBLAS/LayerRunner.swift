/// A layer that computes: its parameters, the memory it needs beyond them, and both directions.
protocol LayerRunner: AnyObject {
  /// Computes the layer's output, behind activation and pool, for `count` examples.
  func forward(_ input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int)

  /// Computes the gradients of the layer's parameters, unless it is frozen, and of its input, unless nil.
  ///
  /// - Parameters:
  ///   - input: what the forward pass got.
  ///   - output: what the forward pass gave.
  ///   - outputGradient: of `output`'s size; destroyed.
  ///   - inputGradient: of `input`'s size; overwritten.
  func backward(
    _ input: UnsafePointer<Float>, output: UnsafePointer<Float>, outputGradient: UnsafeMutablePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>?, count: Int)
}

/// What the layers of a plan share: threads and scratch memory. One layer computes at a time.
final class SharedScratch {
  let pool: ThreadPool
  /// A part for each thread.
  let perWorker: Workspace<Float>
  /// Values in each thread's part.
  let workerCount: Int
  /// Kernel gradients of the groups of a batch.
  let partialGradients: Workspace<Float>
  /// A kernel turned for the backward pass.
  let flippedKernel: Workspace<Float>

  init(pool: ThreadPool, sizes: ScratchSizes) throws(NetError) {
    self.pool = pool
    workerCount = sizes.perWorker
    perWorker = try Workspace(count: sizes.perWorker * pool.threads)
    partialGradients = try Workspace(count: sizes.partialGradients)
    flippedKernel = try Workspace(count: sizes.flippedKernel)
  }

  /// A thread's part.
  func memory(of worker: Int) -> UnsafeMutablePointer<Float> { unsafe perWorker[worker * workerCount] }
}

/// Values of scratch memory that a layer needs.
struct ScratchSizes {
  var perWorker = 0
  var partialGradients = 0
  var flippedKernel = 0

  /// Enough for either.
  mutating func formMaximum(_ other: ScratchSizes) {
    perWorker = max(perWorker, other.perWorker)
    partialGradients = max(partialGradients, other.partialGradients)
    flippedKernel = max(flippedKernel, other.flippedKernel)
  }
}

/// Which gradients a layer computes.
struct BackwardNeeds {
  /// Of its weights and biases.
  var parameters: Bool
  /// Of its input.
  var input: Bool
  /// Whether there is a backward pass through the layer at all.
  var any: Bool { parameters || input }
}
