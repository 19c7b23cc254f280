internal import Net

/// A checkpoint beside the network that is to start from it: what fits, what doesn't, and loading what does.
///
/// Variables have jibjib-model's names: `vggish/…` and `mymodel/…`, Adam's moments `mymodel/train/<variable>/Adam` (m)
/// and `/Adam_1` (v), its step `mymodel/train/global_step`.
struct NetworkCheckpoint {
  /// The step's variable.
  static let stepName = "mymodel/train/global_step"
  private static let body = "vggish/"

  /// The checkpoint.
  let checkpoint: Checkpoint
  /// The network.
  let network: Network

  /// Why a checkpoint is of no network.
  static let missingNetwork = "vggish/conv1/weights is missing or no kernel of 3 × 3"

  /// VGGish of the checkpoint's width, hidden units and classes; one class where it has no head.
  static func network(of checkpoint: Checkpoint) -> Network? {
    guard let kernel = checkpoint.variable(named: "vggish/conv1/weights")?.shape.shape, kernel.count == 4,
      (1...ModelConfig.largestWidth).contains(kernel[3])
    else { return nil }
    let logits = checkpoint.variable(named: "mymodel/logits/weights")?.shape.shape ?? []
    let hasHead = logits.count == 2 && logits.allSatisfy { (1...ModelConfig.mostHiddenUnits).contains($0) }
    return .vggish(
      width: kernel[3], hiddenUnits: hasHead ? logits[0] : ModelConfig().hiddenUnits,
      classes: hasHead ? logits[1] : 1)
  }

  /// The layers of VGGish itself, up to the embedding.
  var bodyLayers: [Layer] { network.layers.filter { $0.name.hasPrefix(Self.body) } }
  /// The layers behind it.
  var headLayers: [Layer] { network.layers.filter { !$0.name.hasPrefix(Self.body) } }

  /// What keeps VGGish from starting from the checkpoint: each variable that is missing, of another shape, or unknown to
  /// the network; empty if nothing does.
  var bodyProblems: [String] {
    let wanted = bodyLayers.flatMap { [$0.weights, $0.biases] }
    let names = Set(wanted.map(\.name))
    let extra = checkpoint.variables.map(\.shape.name)
      .filter { $0.hasPrefix(Self.body) && !names.contains($0) && !Self.isMoment($0) }
      .sorted().map { "\($0) is extra" }
    return problems(of: wanted) + extra
  }

  /// What keeps the head from starting from the checkpoint's.
  var headProblems: [String] { problems(of: headLayers.flatMap { [$0.weights, $0.biases] }) }

  /// What keeps the optimizer from going on where the checkpoint's stopped.
  var optimizerProblems: [String] {
    var wanted = [ParameterShape(name: Self.stepName, shape: [])]
    for layer in network.layers where !layer.isFrozen {
      for parameter in [layer.weights, layer.biases] {
        wanted += Self.moments(of: parameter.name).map {
          ParameterShape(name: $0.name, shape: parameter.shape)
        }
      }
    }
    return problems(of: wanted)
  }

  /// Loads the values of some layers.
  ///
  /// - Parameter order: for each class of the network the class of the checkpoint that it is; nil for the same order.
  func loadValues(of layers: [Layer], order: [Int]?, into plan: any Plan) throws(NetError) {
    var buffer: [Float] = []
    // A plan that begins at a later layer has no use for those below.
    let left = Set(plan.network.layers[..<plan.options.firstLayer].map(\.name))
    for layer in layers where !left.contains(layer.name) {
      for parameter in [layer.weights, layer.biases] {
        try load(parameter.name, into: .value, of: parameter, order: order, plan, &buffer)
      }
    }
  }

  /// Loads Adam's moments of all layers that learn, and its step.
  func loadOptimizer(order: [Int]?, into plan: any Plan) throws(NetError) {
    var buffer: [Float] = []
    for layer in network.layers where !layer.isFrozen {
      for parameter in [layer.weights, layer.biases] {
        for (slot, name) in Self.moments(of: parameter.name) {
          try load(name, into: slot, of: parameter, order: order, plan, &buffer)
        }
      }
    }
    plan.step = try step()
  }

  private func step() throws(NetError) -> Int {
    var step = 0.0
    let element = checkpoint.variable(named: Self.stepName)?.element
    try checkpoint.forEachPiece(of: Self.stepName) { bytes in
      element?.forEachNumber(in: bytes) { step = $0 }
    }
    guard let step = Int(exactly: step), step >= 0 else {
      throw NetError(
        .malformedFile, found: "\(checkpoint.path): \(Self.stepName) is \(step)",
        expected: "a number of steps")
    }
    return step
  }

  private func load(
    _ name: String, into slot: Slot, of parameter: ParameterShape, order: [Int]?, _ plan: any Plan,
    _ buffer: inout [Float]
  ) throws(NetError) {
    let isOfClasses = network.layers.last.map { [$0.weights.name, $0.biases.name].contains(parameter.name) }
    try checkpoint.withValues(of: name, buffer: &buffer) { values throws(NetError) in
      guard let order, isOfClasses == true else {
        return try plan.load(values, into: slot, of: parameter.name)
      }
      let columns = order.count
      let ordered = (0..<values.count).map { values[$0 / columns * columns + order[$0 % columns]] }
      try plan.load(ordered.span, into: slot, of: parameter.name)
    }
  }

  private func problems(of wanted: [ParameterShape]) -> [String] {
    wanted.compactMap { parameter in
      guard let variable = checkpoint.variable(named: parameter.name) else {
        return "\(parameter.name) is missing"
      }
      guard variable.element != nil else { return "\(parameter.name) is of type \(variable.typeName)" }
      return variable.shape.shape == parameter.shape
        ? nil : "\(parameter.name) is \(variable.shape.shape), not \(parameter.shape)"
    }
  }

  /// The variables of a parameter's moments.
  static func moments(of name: String) -> [(slot: Slot, name: String)] {
    [(.firstMoment, "mymodel/train/\(name)/Adam"), (.secondMoment, "mymodel/train/\(name)/Adam_1")]
  }

  private static func isMoment(_ name: String) -> Bool {
    name.hasSuffix("/Adam") || name.hasSuffix("/Adam_1")
  }
}
