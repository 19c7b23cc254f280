/// VGGish's variables under the names and in the layout of torchvggish (github.com/harritaylor/torchvggish): those of the
/// `state_dict` of its `VGG`, which has no head.
///
/// Convolutions and their activations and pools are numbered one after the other in `features`, dense layers with their
/// activations in `embeddings`. Weights have the outputs first. The inputs of the first dense layer stay in the order
/// height, width, channel, into which torchvggish turns its activations.
public struct TorchVGGishVariables<Source: VariableSource>: VariableSource {
  /// Weights and biases, in the order of the layers.
  public let variables: [CheckpointVariable]

  private let source: Source
  private let places: [String: (layer: Layer, isWeights: Bool)]

  /// The variables of a network up to its embedding.
  public init(_ network: Network, of source: Source) {
    self.source = source
    var variables: [CheckpointVariable] = []
    var places: [String: (layer: Layer, isWeights: Bool)] = [:]
    var (feature, embedding) = (0, 0)
    for layer in network.layers[...network.embeddingIndex] {
      let name: String
      switch layer.operation {
      case .convolution(_, _, let pooled):
        name = "features.\(feature)"
        feature += pooled ? 3 : 2
      case .dense:
        name = "embeddings.\(embedding)"
        embedding += 2
      }
      let weights = layer.weights.shape
      let shape = weights.count == 4 ? [weights[3], weights[2], weights[0], weights[1]] : weights.reversed()
      for (suffix, shape) in [("weight", shape), ("bias", layer.biases.shape)] {
        let variable = ParameterShape(name: "\(name).\(suffix)", shape: shape)
        variables.append(CheckpointVariable(shape: variable, element: .float32, typeName: "float32"))
        places[variable.name] = (layer, suffix == "weight")
      }
    }
    self.variables = variables
    self.places = places
  }

  /// Sends a variable, in single precision; throws what reading the source throws.
  public func send(_ name: String, to sink: (RawSpan) throws -> Void) throws {
    guard let (layer, isWeights) = places[name] else { preconditionFailure("no variable '\(name)'") }
    if isWeights {
      try source.sendOutputsFirst(layer, to: sink)
    } else {
      try source.sendSinglePrecision(layer.biases, to: sink)
    }
  }
}
