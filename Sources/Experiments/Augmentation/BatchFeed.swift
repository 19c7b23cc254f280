internal import Dispatch
internal import Synchronization

/// Makes the next batch in the background while a step computes.
final class BatchFeed: Sendable {
  /// Which batch of which epoch.
  struct Place: Sendable, Hashable {
    var epoch: Int
    var batch: Int
  }

  private let queue = DispatchQueue(label: "jx.batches")
  private let made = Mutex<[Place: Result<TrainingBatch, ExperimentError>]>([:])

  /// Begins to make a batch and returns at once.
  func prepare(
    _ place: Place, _ make: @escaping @Sendable () throws(ExperimentError) -> TrainingBatch
  ) {
    queue.async { [self] in
      let result = Result { () throws(ExperimentError) in try make() }
      made.withLock { $0[place] = result }
    }
  }

  /// A batch, as soon as it is made; made here if nobody asked for it before.
  ///
  /// - Throws: what making it threw.
  func take(
    _ place: Place, _ make: () throws(ExperimentError) -> TrainingBatch
  ) throws(ExperimentError) -> TrainingBatch {
    // Behind what the queue is making.
    queue.sync {}
    let result = made.withLock { batches in
      let result = batches[place]
      // Others are left from a training that was stopped elsewhere.
      batches.removeAll()
      return result
    }
    if let result { return try result.get() }
    return try make()
  }
}
