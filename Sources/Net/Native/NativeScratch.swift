/// Memory that all layers of a plan share, a part for each thread.
final class NativeScratch {
  /// The threads.
  let pool: ThreadPool
  private let perWorker: Int
  private let memory: Workspace<Float>

  /// Scratch of `perWorker` floats for each thread of a pool.
  init(pool: ThreadPool, perWorker: Int) throws(NetError) {
    self.pool = pool
    // An odd number of cache lines apart, and no two threads on one page.
    self.perWorker = (perWorker + 1023) / 1024 * 1024 + 1024 + 16
    memory = try Workspace(count: pool.threads * self.perWorker)
  }

  /// A thread's memory.
  subscript(worker: Int) -> UnsafeMutablePointer<Float> { unsafe memory[worker * perWorker] }

  /// A thread's memory for operands of the matrix unit.
  func words(_ worker: Int) -> UnsafeMutablePointer<UInt32> {
    unsafe UnsafeMutableRawPointer(self[worker]).assumingMemoryBound(to: UInt32.self)
  }

  /// A thread's memory for the gradient of 32 inputs of a dense layer.
  func columns(_ worker: Int) -> UnsafeMutablePointer<Float> { unsafe self[worker] }
}

extension ThreadPool {
  /// Runs tasks as ``run(_:_:)`` does, on the calling thread alone if all of them together are not worth waking
  /// another one: below about a hundredth of a millisecond.
  ///
  /// - Parameter work: multiply-adds.
  func run(_ count: Int, work: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
    if work < 1 << 20 {
      for task in 0..<count { body(task, 0) }
    } else {
      run(count, body)
    }
  }
}
