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

  /// Values per example at the input: 96 · 64 for VGGish.
  public var inputCount: Int { layers[0].inputCount }
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

extension Network {
  /// VGGish with jibjib's head (Hershey et al. 2017; variable names and layout of Google's release and jibjib-model).
  ///
  /// Input `[n, 96, 64]`. Convolutions of `width`, 2, 4, 4, 8, 8 × `width` filters, dense layers of 64 × `width` twice,
  /// an embedding of 2 × `width` (ReLU, as jibjib-model has it), then a hidden layer of `hiddenUnits` (ReLU) and one
  /// linear output a class.
  ///
  /// - Parameters:
  ///   - width: 64 is VGGish; tests use less. At least 1.
  ///   - hiddenUnits: at least 1.
  ///   - classes: at least 1.
  public static func vggish(width: Int = 64, hiddenUnits: Int = 100, classes: Int) -> Network {
    precondition(
      width > 0 && hiddenUnits > 0 && classes > 0,
      "width \(width), hidden units \(hiddenUnits) and classes \(classes) must be positive")
    var layers: [Layer] = []
    var image = ImageShape(height: 96, width: 64, channels: 1)
    let convolutions: [(name: String, filters: Int, pooled: Bool)] = [
      ("conv1", width, true), ("conv2", 2 * width, true),
      ("conv3/conv3_1", 4 * width, false), ("conv3/conv3_2", 4 * width, true),
      ("conv4/conv4_1", 8 * width, false), ("conv4/conv4_2", 8 * width, true),
    ]
    for (name, filters, pooled) in convolutions {
      let layer = Layer(
        name: "vggish/" + name,
        operation: .convolution(input: image, filters: filters, pooled: pooled), activation: .relu)
      image = layer.outputImage ?? image
      layers.append(layer)
    }
    let dense: [(name: String, outputs: Int, activation: Layer.Activation)] = [
      ("vggish/fc1/fc1_1", 64 * width, .relu), ("vggish/fc1/fc1_2", 64 * width, .relu),
      ("vggish/fc2", 2 * width, .relu), ("mymodel/fully_connected", hiddenUnits, .relu),
      ("mymodel/logits", classes, .linear),
    ]
    var inputs = image.count
    for (name, outputs, activation) in dense {
      layers.append(
        Layer(name: name, operation: .dense(inputs: inputs, outputs: outputs), activation: activation))
      inputs = outputs
    }
    return Network(uncheckedLayers: layers, embeddingIndex: 8)
  }

  private init(uncheckedLayers layers: [Layer], embeddingIndex: Int) {
    self.layers = layers
    self.embeddingIndex = embeddingIndex
  }
}

extension Network {
  /// The same network with exactly the layers that the selectors name frozen.
  ///
  /// A selector is a whole layer name (`vggish/conv3/conv3_1`), the end of one from a `/` on (`conv3_1`, `logits`) or a
  /// scope (`vggish`, `conv3`, `fc1`, `mymodel`).
  ///
  /// - Throws: ``NetError/Code/unknownName`` for a selector that fits no layer, with the names that exist.
  public func freezing(_ selectors: [String]) throws(NetError) -> Network {
    var result = self
    for index in result.layers.indices { result.layers[index].isFrozen = false }
    for selector in selectors {
      for index in try layerIndices(selectedBy: selector) { result.layers[index].isFrozen = true }
    }
    return result
  }

  /// The layers that a selector names (see ``freezing(_:)``); never empty.
  public func layerIndices(selectedBy selector: String) throws(NetError) -> [Int] {
    let wanted = selector.split(separator: "/", omittingEmptySubsequences: false)
    let indices = layers.indices.filter { index in
      let parts = layers[index].name.split(separator: "/")
      guard !wanted.isEmpty, wanted.count <= parts.count else { return false }
      return (0...(parts.count - wanted.count)).contains { start in
        parts[start..<(start + wanted.count)].elementsEqual(wanted)
      }
    }
    guard !indices.isEmpty else {
      throw NetError(
        .unknownName, found: "no layer is called '\(selector)'",
        expected: "one of " + selectorNames.joined(separator: ", "))
    }
    return indices
  }

  /// Every name that ``freezing(_:)`` understands in its shortest form, scopes first where they begin.
  public var selectorNames: [String] {
    var names: [String] = []
    for layer in layers {
      for part in layer.name.split(separator: "/").map(String.init) where !names.contains(part) {
        names.append(part)
      }
    }
    return names
  }
}
