/// A network as an ONNX model: examples `[n, 96, 64]` in, embedding, logits and predictions out.
///
/// Messages (`onnx/onnx.proto`): `ModelProto{ir_version = 1, producer_name = 2, graph = 7, opset_import = 8 {domain = 1,
/// version = 2}, metadata_props = 14 repeated {key = 1, value = 2}}`, `GraphProto{node = 1 repeated, name = 2,
/// initializer = 5 repeated, input = 11 repeated, output = 12 repeated}`, `TensorProto{dims = 1 repeated, data_type = 2,
/// name = 8, raw_data = 9}`.
///
/// Kernels are stored OIHW; dense weights, `[in, out]`, and all names are those of the checkpoint. The last image is
/// turned to channels last before it is flattened, so that the first dense layer's inputs keep their order.
public struct ONNXModel {
  /// The version of ONNX's operations.
  public static let operationSet = 13
  /// The version of the file's form that came with them.
  private static let formatVersion = 7
  private static let largestMessage = Int(Int32.max)

  private let network: Network
  private let loss: Loss
  private let metadata: [String: String]

  /// A model of a network.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - loss: what it was trained with, which gives the last function: sigmoid or softmax.
  ///   - metadata: free strings.
  public init(_ network: Network, loss: Loss, metadata: [String: String] = [:]) {
    self.network = network
    self.loss = loss
    self.metadata = metadata
  }

  /// Writes the model with the values of its variables.
  ///
  /// - Parameters:
  ///   - source: has all parameters of the network.
  ///   - sink: called with the file's bytes in pieces, first to last.
  /// - Throws: what reading the values and `sink` throw; ``NetError/Code/unsupported`` for 2 GiB or more.
  public func write(_ source: some VariableSource, to sink: (RawSpan) throws -> Void) throws {
    let nodes = ONNXGraph(network, loss: loss)
    let beginning = WireWriter { graph in
      for node in nodes.nodes { node.append(to: &graph) }
      graph.text(2, "vggish")
    }.bytes
    let initializers = network.layers.flatMap { layer in
      [(layer, true), (layer, false)].map { ($0.0, $0.1, initializer($0.0, isWeights: $0.1)) }
    }
    let end = WireWriter { graph in
      graph.initializer("axes", [1], integers: [1])
      nodes.appendInterface(to: &graph)
    }.bytes
    let values = network.parameterCount * MemoryLayout<Float>.size
    let graphByteCount = initializers.reduce(beginning.count + end.count + values) { $0 + $1.2.count }
    guard graphByteCount < Self.largestMessage - (1 << 20) else {
      throw NetError(
        .unsupported, found: "a model of \(graphByteCount) bytes", expected: "less than 2 GiB in one file")
    }
    try sink(unsafe (header(graphByteCount: graphByteCount) + beginning).span.bytes)
    for (layer, isWeights, header) in initializers {
      try sink(unsafe header.span.bytes)
      if isWeights, layer.weights.shape.count == 4 {
        try source.sendOutputsFirst(layer, to: sink)
      } else {
        try source.sendSinglePrecision(isWeights ? layer.weights : layer.biases, to: sink)
      }
    }
    try sink(unsafe end.span.bytes)
  }

  private func header(graphByteCount: Int) -> [UInt8] {
    var model = WireWriter {
      $0.integer(1, Self.formatVersion)
      $0.text(2, "jx")
      $0.message(8) {
        $0.text(1, "")
        $0.integer(2, Self.operationSet)
      }
      for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
        $0.message(14) {
          $0.text(1, key)
          $0.text(2, value)
        }
      }
    }
    model.begin(7, byteCount: graphByteCount)
    return model.bytes
  }

  /// A variable's message up to its values.
  private func initializer(_ layer: Layer, isWeights: Bool) -> [UInt8] {
    let parameter = isWeights ? layer.weights : layer.biases
    let shape = parameter.shape
    let extents = shape.count == 4 ? [shape[3], shape[2], shape[0], shape[1]] : shape
    let byteCount = parameter.count * MemoryLayout<Float>.size
    var tensor = WireWriter {
      for extent in extents { $0.integer(1, extent) }
      $0.integer(2, ONNXGraph.float)
      $0.text(8, parameter.name)
    }
    tensor.begin(9, byteCount: byteCount)
    var field = WireWriter()
    field.begin(5, byteCount: tensor.bytes.count + byteCount)
    return field.bytes + tensor.bytes
  }
}
