internal import Net

/// What activations come from, in words; whatever changes a bit of them changes the text.
struct ActivationSource {
  /// The text, for ``ShardFormat/source``.
  let text: String

  /// - Parameters:
  ///   - prefix: the frozen layers with their weights loaded.
  ///   - engine: what computes them; engines and processors differ in the last bits.
  ///   - examples: what computed the examples, and their precision.
  init(prefix: any Plan, engine: EngineName, examples: String) throws {
    let layers = prefix.network.layers
    var hash = SHA256()
    for layer in layers {
      let description = "\(layer.name) \(layer.operation) \(layer.activation.rawValue)\n"
      hash.update(unsafe Array(description.utf8).span.bytes)
      for parameter in [layer.weights, layer.biases] {
        var values = [Float](repeating: 0, count: parameter.count)
        var span = values.mutableSpan
        try prefix.read(.value, of: parameter.name, into: &span)
        hash.update(unsafe values.span.bytes)
      }
    }
    text =
      "\(layers[layers.count - 1].name); weights and layers up to there \(hash.finish()); engine "
      + "\(engine.rawValue) on \(ExecutionFacts.cpuModel() ?? "an unknown processor"); examples: \(examples)"
  }
}
