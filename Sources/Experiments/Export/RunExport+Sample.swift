internal import Metrics
internal import Net

extension RunExport {
  /// Writes examples with what jx computes from them, against which a server that runs the exported network can be
  /// checked.
  ///
  /// An npz file: `examples` `[8, 96, 64]`, drawn as log-mel examples are distributed (mean −1.5, deviation 1.5), and of
  /// them `embedding`, `logits` and `predictions`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - compute: engine and threads.
  /// - Throws: ``ExperimentError`` for a damaged snapshot or a file that can't be written.
  public func writeSample(to path: String, compute: ComputeConfig) throws {
    let count = 8
    let network = details.network
    let plan = try compute.selectEngine().engine.compile(
      network, options: PlanOptions(maximumBatchSize: count, threads: compute.threadCount))
    try SnapshotReader(runFolder: runFolder).loadValues(of: snapshot, into: plan)
    var stream = RandomStream(seed: 1, purpose: "export sample")
    let examples = (0..<(count * network.inputCount)).map { _ in Float(1.5 * stream.nextNormal() - 1.5) }
    plan.forward(examples.span, count: count)
    func activation(ofLayer index: Int, _ name: String, _ size: Int) -> Parameter {
      var values = [Float](repeating: 0, count: count * size)
      var span = values.mutableSpan
      plan.readActivation(ofLayer: index, into: &span)
      return Parameter(ParameterShape(name: name, shape: [count, size]), values: values)
    }
    let embedding = activation(ofLayer: network.embeddingIndex, "embedding", network.embeddingCount)
    let logits = activation(ofLayer: network.layers.count - 1, "logits", network.outputCount)
    let scores = try Scores(logits.values, classCount: network.outputCount)
    let predictions = config.train.loss == .sigmoid ? scores.sigmoid() : scores.softmax()
    let parameters = [
      Parameter(
        ParameterShape(name: "examples", shape: [count] + network.exampleShape),
        values: examples), embedding, logits,
      Parameter(
        ParameterShape(name: "predictions", shape: [count, network.outputCount]),
        values: predictions.values.map(Float.init)),
    ]
    _ = try CheckpointFile.write(ParameterList(parameters), as: .npz, to: path)
  }
}
