internal import Net

/// Runs the examples of clips through frozen layers, in full batches across clips, and stores what comes out clip by clip.
struct ActivationBuilder {
  private let examples: LoadedExamples
  private let prefix: any Plan
  private var filling: ShardFilling
  private var input: [Float]
  /// Examples that wait in ``input``.
  private var waiting = 0
  /// Outputs of clips that are not complete, or not stored yet.
  private var outputs: [Float] = []
  /// Clips whose outputs are not stored yet, in order.
  private var open: ArraySlice<ActivationItem> = []

  private var batchSize: Int { prefix.options.maximumBatchSize }
  private var width: Int { prefix.network.outputCount }

  init(_ examples: LoadedExamples, prefix: any Plan, filling: ShardFilling) {
    self.examples = examples
    self.prefix = prefix
    self.filling = filling
    input = [Float](repeating: 0, count: prefix.options.maximumBatchSize * prefix.inputCount)
  }

  /// Computes and stores the activations of clips.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each batch; true stores what is done and throws
  ///     ``ExperimentError/Code/interrupted``.
  ///   - progress: called after each batch with the examples done.
  mutating func run(
    _ items: [ActivationItem], isCancelled: () -> Bool, progress: (_ done: Int) -> Void
  ) throws(ExperimentError) {
    open = items[...]
    var done = 0
    for item in items {
      guard let set = examples.set(item.split) else { preconditionFailure("no examples of \(item.split)") }
      var next = item.examples.lowerBound
      while next < item.examples.upperBound {
        let end = min(next + batchSize - waiting, item.examples.upperBound)
        try gather(set, next..<end)
        done += end - next
        next = end
        guard waiting == batchSize else { continue }
        guard !isCancelled() else {
          try filling.flush()
          throw ExperimentError(.interrupted, found: "stopped while activations were computed")
        }
        try compute()
        progress(done)
      }
    }
    if waiting > 0 { try compute() }
    precondition(open.isEmpty && outputs.isEmpty, "\(open.count) clips without activations")
    try filling.flush()
    progress(done)
  }

  private mutating func gather(_ set: ExampleSet, _ examples: Range<Int>) throws(ExperimentError) {
    let (size, first) = (prefix.inputCount, waiting)
    var all = input.mutableSpan
    var part = all._mutatingExtracting((first * size)..<((first + examples.count) * size))
    try set.gather(examples, into: &part)
    waiting += examples.count
  }

  /// Runs the examples that wait, and stores the clips that are complete with them.
  private mutating func compute() throws(ExperimentError) {
    let (prefix, width, count, start) = (prefix, width, waiting, outputs.count)
    prefix.forward(input.span.extracting(0..<(count * prefix.inputCount)), count: count)
    outputs.append(contentsOf: repeatElement(0, count: count * width))
    var all = outputs.mutableSpan
    var part = all._mutatingExtracting(start..<(start + count * width))
    prefix.readActivation(ofLayer: prefix.network.layers.count - 1, into: &part)
    waiting = 0
    var stored = 0
    while let item = open.first, outputs.count - stored >= item.examples.count * width {
      let end = stored + item.examples.count * width
      let outputs = outputs
      try filling.append(outputs.span.extracting(stored..<end), of: item.content)
      stored = end
      open.removeFirst()
    }
    outputs.removeFirst(stored)
  }
}
