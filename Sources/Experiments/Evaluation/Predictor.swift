internal import Net

/// Runs a plan over all examples of a set, batch by batch.
struct Predictor {
  let plan: any Plan
  private var input: [Float]

  init(plan: any Plan) {
    self.plan = plan
    input = [Float](repeating: 0, count: plan.options.maximumBatchSize * plan.inputCount)
  }

  /// The logits of every example, `[n, classes]`, in the order of the set.
  ///
  /// - Parameters:
  ///   - set: the examples, or activations for a plan that begins at a later layer.
  ///   - isCancelled: asked before each batch; true throws ``ExperimentError/Code/interrupted``.
  ///   - progress: called after each batch with the examples done.
  mutating func logits(
    of set: ExampleSet, isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws(ExperimentError) -> [Float] {
    let classes = plan.network.outputCount
    let size = plan.inputCount
    let last = plan.network.layers.count - 1
    var logits = [Float](repeating: 0, count: set.count * classes)
    for start in stride(from: 0, to: set.count, by: plan.options.maximumBatchSize) {
      guard !isCancelled() else { throw ExperimentError(.interrupted, found: "stopped during an evaluation") }
      let end = min(start + plan.options.maximumBatchSize, set.count)
      var batch = input.mutableSpan
      try set.gather(start..<end, into: &batch)
      plan.forward(input.span.extracting(0..<((end - start) * size)), count: end - start)
      var all = logits.mutableSpan
      var part = all._mutatingExtracting((start * classes)..<(end * classes))
      plan.readActivation(ofLayer: last, into: &part)
      progress(end)
    }
    return logits
  }
}
