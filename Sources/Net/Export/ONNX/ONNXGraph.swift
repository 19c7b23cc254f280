/// The operations of a network in ONNX, their inputs and outputs.
struct ONNXGraph {
  /// `TensorProto.DataType`.
  static let float = 1
  static let int64 = 7

  private(set) var nodes: [ONNXNode] = []
  private let network: Network

  /// The graph of a network; `loss` gives the last function.
  init(_ network: Network, loss: Loss) {
    self.network = network
    append("Unsqueeze", [TensorNames.examples, "axes"], "image")
    var (last, isImage) = ("image", true)
    for (index, layer) in network.layers.enumerated() {
      if case .dense = layer.operation, isImage {
        append("Transpose", [last], "channels_last", lists: [("perm", [0, 2, 3, 1])])
        append("Flatten", ["channels_last"], "flat", integers: [("axis", 1)])
        (last, isImage) = ("flat", false)
      }
      let isLast = index == network.layers.count - 1
      let output =
        isLast ? TensorNames.logits : index == network.embeddingIndex ? TensorNames.embedding : layer.name
      last = append(layer, last, output)
    }
    switch loss {
    case .sigmoid: append("Sigmoid", [last], TensorNames.predictions)
    case .softmax: append("Softmax", [last], TensorNames.predictions, integers: [("axis", 1)])
    }
  }

  /// Appends inputs and outputs to the graph's message: `ValueInfoProto{name = 1, type = 2 {tensor_type = 1 {elem_type =
  /// 1, shape = 2 {dim = 1 repeated {dim_value = 1, dim_param = 2}}}}}`.
  func appendInterface(to graph: inout WireWriter) {
    graph.valueInfo(11, TensorNames.examples, network.exampleShape)
    for (name, count) in [
      (TensorNames.embedding, network.embeddingCount), (TensorNames.logits, network.outputCount),
      (TensorNames.predictions, network.outputCount),
    ] { graph.valueInfo(12, name, [count]) }
  }

  private mutating func append(_ layer: Layer, _ input: String, _ output: String) -> String {
    let inputs = [input, layer.weights.name, layer.biases.name]
    let steps: [(suffix: String, operation: String)]
    switch layer.operation {
    case .convolution(_, _, let pooled):
      steps = [("Conv", "Conv")] + activation(of: layer) + (pooled ? [("MaxPool", "MaxPool")] : [])
    case .dense: steps = [("Gemm", "Gemm")] + activation(of: layer)
    }
    var last = input
    for (index, step) in steps.enumerated() {
      let name = index == steps.count - 1 ? output : "\(layer.name)/\(step.suffix)"
      append(
        step.operation, index == 0 ? inputs : [last], name, lists: Self.lists(of: step.operation))
      last = name
    }
    return last
  }

  private func activation(of layer: Layer) -> [(suffix: String, operation: String)] {
    layer.activation == .relu ? [("Relu", "Relu")] : []
  }

  private static func lists(of operation: String) -> [(String, [Int])] {
    switch operation {
    case "Conv": [("kernel_shape", [3, 3]), ("pads", [1, 1, 1, 1]), ("strides", [1, 1])]
    case "MaxPool": [("kernel_shape", [2, 2]), ("strides", [2, 2])]
    default: []
    }
  }

  private mutating func append(
    _ operation: String, _ inputs: [String], _ output: String, integers: [(String, Int)] = [],
    lists: [(String, [Int])] = []
  ) {
    nodes.append(
      ONNXNode(operation: operation, inputs: inputs, output: output, integers: integers, lists: lists))
  }
}

extension WireWriter {
  /// A tensor of 64-bit integers among a graph's initializers.
  mutating func initializer(_ name: String, _ extents: [Int], integers: [Int]) {
    message(5) {
      for extent in extents { $0.integer(1, extent) }
      $0.integer(2, ONNXGraph.int64)
      $0.text(8, name)
      $0.data(9, integers.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } })
    }
  }

  /// An input or output of single precision, `[n, extents…]`.
  fileprivate mutating func valueInfo(_ number: Int, _ name: String, _ extents: [Int]) {
    message(number) { info in
      info.text(1, name)
      info.message(2) {
        $0.message(1) {
          $0.integer(1, ONNXGraph.float)
          $0.message(2) { shape in
            shape.message(1) { $0.text(2, "n") }
            for extent in extents { shape.message(1) { $0.integer(1, extent) } }
          }
        }
      }
    }
  }
}
