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
