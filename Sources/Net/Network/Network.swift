/// A feed-forward network as data: its layers in order. An ``Engine`` compiles it into a ``Plan`` that runs it.
public struct Network: Sendable, Hashable, Codable {
  /// The layers, first to last. Each layer's output is the next one's input.
  public var layers: [Layer]
  /// The layer whose output is the embedding.
  public var embeddingIndex: Int

  /// A network of layers that fit each other: a layer whose input differs from the output before it,
  /// a duplicate name or an embedding index out of range throws ``NetError/Code/shapeMismatch``.
  public init(layers: [Layer], embeddingIndex: Int) throws(NetError) {
    guard !layers.isEmpty, layers.indices.contains(embeddingIndex) else {
      throw NetError(
        .shapeMismatch, found: "\(layers.count) layers with the embedding at index \(embeddingIndex)",
        expected: "at least one layer and an index among them")
    }
    for (before, after) in zip(layers, layers.dropFirst()) where before.outputCount != after.inputCount {
      throw NetError(
        .shapeMismatch, found: "layer \(after.name) takes \(after.inputCount) values",
        expected: "the \(before.outputCount) that \(before.name) gives")
    }
    guard Set(layers.map(\.name)).count == layers.count else {
      throw NetError(.shapeMismatch, found: "two layers of one name", expected: "different names")
    }
    self.layers = layers
    self.embeddingIndex = embeddingIndex
  }

  /// Layers that are known to fit each other.
  init(uncheckedLayers layers: [Layer], embeddingIndex: Int) {
    self.layers = layers
    self.embeddingIndex = embeddingIndex
  }

  /// Values per example at the input: 96 · 64 for VGGish.
  public var inputCount: Int { layers[0].inputCount }
  /// The extents of one example at the input: 96 and 64 for VGGish.
  public var exampleShape: [Int] {
    guard case .convolution(let image, _, _) = layers[0].operation else { return [inputCount] }
    return image.channels == 1 ? [image.height, image.width] : [image.height, image.width, image.channels]
  }
  /// Values per example at the output: the number of classes.
  public var outputCount: Int { layers[layers.count - 1].outputCount }
  /// Values per example in the embedding: 128 at VGGish's own width.
  public var embeddingCount: Int { layers[embeddingIndex].outputCount }

  /// All variables, weights before biases, in layer order.
  public var parameters: [ParameterShape] { layers.flatMap { [$0.weights, $0.biases] } }
  /// The number of all weights and biases: 72,141,184 in VGGish without a head.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
  /// The number of weights and biases that training may change.
  public var trainableCount: Int {
    layers.reduce(0) { $0 + ($1.isFrozen ? 0 : $1.weights.count + $1.biases.count) }
  }

  /// The index of the first layer that training changes; nil when all are frozen.
  public var firstTrainable: Int? { layers.firstIndex { !$0.isFrozen } }
}
