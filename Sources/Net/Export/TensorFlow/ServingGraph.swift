/// A network as the TensorFlow graph that serves it, with the operations that save and restore its variables.
///
/// Operations are those of TensorFlow 1.15 and later; variables are resources, which `tf.saved_model.load` can lift out
/// of the graph. Names are jibjib-model's where it has some (``TensorNames``).
struct ServingGraph {
  private(set) var nodes: [GraphNode] = []
  let network: Network

  /// The graph of a network; `loss` gives the last function.
  init(_ network: Network, loss: Loss) {
    self.network = network
    for parameter in network.parameters { appendVariable(parameter) }
    appendLayers()
    let function = loss == .sigmoid ? "Sigmoid" : "Softmax"
    append(TensorNames.graphPrediction, function, [logits], [("T", .type(.float32))])
    appendSaver()
  }

  /// The node that gives the scores before the last function.
  var logits: String { "\(network.layers[network.layers.count - 1].name)/BiasAdd" }

  private mutating func appendLayers() {
    let input = TensorNames.graphInput
    append(
      input, "Placeholder", [], [("dtype", .type(.float32)), ("shape", .shape([nil] + network.exampleShape))])
    var last = input
    if case .convolution(let image, _, _) = network.layers[0].operation {
      last = appendReshape("vggish/Reshape", last, [-1, image.height, image.width, image.channels])
    }
    var isImage = true
    for (index, layer) in network.layers.enumerated() {
      if case .dense(let inputs, _) = layer.operation, isImage {
        last = appendReshape("vggish/Flatten/flatten/Reshape", last, [-1, inputs])
        isImage = false
      }
      last = append(layer, last)
      if index == network.embeddingIndex {
        append(TensorNames.graphEmbedding, "Identity", [last], [("T", .type(.float32))])
        last = TensorNames.graphEmbedding
      }
    }
  }

  /// Appends a layer behind a node; returns its last node.
  private mutating func append(_ layer: Layer, _ input: String) -> String {
    let floats: (String, GraphAttribute) = ("T", .type(.float32))
    let weights = Self.value(of: layer.weights)
    var last: String
    var isPooled = false
    switch layer.operation {
    case .convolution(_, _, let pooled):
      last = "\(layer.name)/Conv2D"
      isPooled = pooled
      append(
        last, "Conv2D", [input, weights],
        [floats, ("strides", .integers([1, 1, 1, 1])), ("padding", .text("SAME"))])
    case .dense:
      last = "\(layer.name)/MatMul"
      append(last, "MatMul", [input, weights], [floats])
    }
    append("\(layer.name)/BiasAdd", "BiasAdd", [last, Self.value(of: layer.biases)], [floats])
    last = "\(layer.name)/BiasAdd"
    if layer.activation == .relu {
      append("\(layer.name)/Relu", "Relu", [last], [floats])
      last = "\(layer.name)/Relu"
    }
    if isPooled {
      append(
        "\(layer.name)/MaxPool", "MaxPool", [last],
        [
          floats, ("ksize", .integers([1, 2, 2, 1])), ("strides", .integers([1, 2, 2, 1])),
          ("padding", .text("VALID")),
        ])
      last = "\(layer.name)/MaxPool"
    }
    return last
  }

  private mutating func appendReshape(_ name: String, _ input: String, _ extents: [Int]) -> String {
    append("\(name)/shape", "Const", [], [("dtype", .type(.int32)), ("value", .integerTensor(extents))])
    append(name, "Reshape", [input, "\(name)/shape"], [("T", .type(.float32))])
    return name
  }

  /// Appends a node.
  mutating func append(
    _ name: String, _ operation: String, _ inputs: [String], _ attributes: [(String, GraphAttribute)]
  ) {
    nodes.append(GraphNode(name: name, operation: operation, inputs: inputs, attributes: attributes))
  }
}
