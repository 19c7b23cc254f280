internal import NetKernels

/// A network on our own kernels: everything in blocks of 16 channels from the first layer to the logits.
final class NativePlan: ProfiledPlan {
  let network: Network
  let options: PlanOptions
  var step = 0

  private let layout: NativeLayout
  private let layers: [any NativeLayer]
  /// The input and each layer's output.
  private let tensors: [BlockTensor]
  private let loss: NativeLoss?
  private let clock = StageClock()
  private var lastCount = 0

  init(_ layout: NativeLayout) throws(NetError) {
    self.layout = layout
    network = layout.common.network
    options = layout.common.options
    let pool = ThreadPool(threads: options.threads, flushesSubnormals: true)
    let scratch = try NativeScratch(pool: pool, perWorker: layout.scratchPerWorker)
    let tensors = try Self.makeTensors(layout)
    let shared = try WinogradWorkspaces(layout.winogradCounts)
    let packed = try layout.denseWorkspaces()
    var layers: [any NativeLayer] = []
    for (slot, index) in layout.common.layers.enumerated() {
      let layer = network.layers[index]
      let needs = layout.common.needs(index)
      switch layout.methods[slot] {
      case .first:
        layers.append(
          try FirstConvolutionLayer(
            layer, input: tensors[slot], output: tensors[slot + 1], needs: needs, pool: pool,
            examples: layout.examples))
      case .winograd(_, let matrix):
        layers.append(
          try WinogradLayer(
            layer, input: tensors[slot], output: tensors[slot + 1], needs: needs, shared: shared,
            scratch: scratch, examples: layout.examples, matrix: matrix))
      case .dense:
        layers.append(
          try DenseLayer(
            layer, input: tensors[slot], output: tensors[slot + 1], needs: needs, scratch: scratch,
            packed: packed))
      }
    }
    self.tensors = tensors
    self.layers = layers
    if let kind = options.training {
      loss = try NativeLoss(
        kind, focalGamma: options.focalGamma, logits: tensors[tensors.count - 1],
        examples: layout.examples, pool: pool)
    } else {
      loss = nil
    }
  }

  private static func makeTensors(_ layout: NativeLayout) throws(NetError) -> [BlockTensor] {
    var shared: [Workspace<Float>] = []
    for count in layout.sharedGradientCounts { shared.append(try Workspace(count: count)) }
    var tensors = [
      try BlockTensor(
        layout.inputLayout(layout.common.layers.lowerBound), examples: layout.examples, hasGradient: false,
        isVector: false, isRectified: false)
    ]
    for index in layout.common.layers {
      tensors.append(
        try BlockTensor(
          layout.outputLayout(index), examples: layout.examples, hasGradient: layout.hasGradient(index),
          isVector: layout.isVector(index),
          isRectified: layout.common.network.layers[index].activation == .relu,
          sharedGradient: layout.sharesGradient(index) ? shared[index % 2] : nil))
    }
    return tensors
  }

  func forward(_ input: Span<Float>, count: Int) {
    precondition(
      (1...options.maximumBatchSize).contains(count),
      "a batch of \(count) in a plan for up to \(options.maximumBatchSize)")
    let expected = count * network.layers[options.firstLayer].inputCount
    precondition(input.count == expected, "\(input.count) input values instead of \(expected)")
    unsafe input.withUnsafeBufferPointer { buffer in
      guard let source = buffer.baseAddress else { return }
      clock.measure(.pack) {
        unsafe tensors[0].layout.pack(source, examples: count, into: tensors[0].values.base)
      }
    }
    for layer in layers { layer.forward(count: count) }
    lastCount = count
  }

  func trainStep(
    _ input: Span<Float>, targets: Span<Float>, exampleWeights: Span<Float>, count: Int, update: AdamUpdate
  ) -> Double {
    guard let loss else { preconditionFailure("a training step of a plan compiled for inference") }
    precondition(
      targets.count == count * network.outputCount,
      "\(targets.count) targets for \(count) examples of \(network.outputCount) classes")
    loss.weigh(exampleWeights, count: count)
    update.check(against: network, stepsDone: step)
    forward(input, count: count)
    let value = unsafe targets.withUnsafeBufferPointer { buffer in
      guard let targets = buffer.baseAddress else { return Double.nan }
      return clock.measure(.loss) { unsafe loss.evaluate(targets, count: count) }
    }
    guard value.isFinite else { return value }
    step += 1
    if let largest = update.maximumGradientNorm {
      updateClipped(to: largest, update, count: count)
    } else {
      backward(count: count) { layer in
        LayerFactors(update, step: step, layer: layer, gradientScale: 1)
      }
    }
    return value
  }

  /// Layer by layer, last to the lowest that is trained, each updated at once.
  private func backward(count: Int, _ factors: (_ layer: Int) -> LayerFactors) {
    for (slot, index) in trainedLayers {
      _ = layers[slot].backward(count: count, factors: factors(index))
    }
  }

  /// The gradient of everything first, for its norm; then the update.
  private func updateClipped(to largest: Float, _ update: AdamUpdate, count: Int) {
    var squares = 0.0
    for (slot, _) in trainedLayers { squares += layers[slot].backward(count: count, factors: nil) }
    let norm = squares.squareRoot()
    let scale = norm > Double(largest) ? Float(Double(largest) / norm) : 1
    for (slot, index) in trainedLayers {
      layers[slot].update(
        LayerFactors(update, step: step, layer: index, gradientScale: scale), count: count)
    }
  }

  /// Slot and network index of the layers that backward visits, in its order.
  private var trainedLayers: [(slot: Int, index: Int)] {
    guard let first = layout.common.firstTrained else { return [] }
    return (first..<network.layers.count).reversed().map { ($0 - options.firstLayer, $0) }
  }

  func readActivation(ofLayer index: Int, into values: inout MutableSpan<Float>) {
    precondition(layout.common.isReadable(index), "the output of layer \(index) is not kept")
    let count = lastCount * network.layers[index].outputCount
    precondition(values.count == count, "room for \(values.count) of \(count) values of layer \(index)")
    let tensor = tensors[index - options.firstLayer + 1]
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      guard let target = buffer.baseAddress else { return }
      unsafe tensor.layout.unpack(tensor.values.base, examples: lastCount, into: target)
    }
  }
}

extension NativePlan {
  var stageTimes: [StageTime] {
    clock.times(layer: "")
      + zip(layers, network.layers[options.firstLayer...]).flatMap { $0.clock.times(layer: $1.name) }
  }

  func resetStageTimes() {
    clock.reset()
    for layer in layers { layer.clock.reset() }
  }
}

extension NativePlan {
  func load(_ values: Span<Float>, into slot: Slot, of parameter: String) throws(NetError) {
    guard let place = try place(of: slot, parameter, count: values.count) else { return }
    unsafe values.withUnsafeBufferPointer { buffer in
      guard let source = buffer.baseAddress else { return }
      unsafe place.layer.load(source, slot, isBias: place.isBias)
    }
  }

  func read(_ slot: Slot, of parameter: String, into values: inout MutableSpan<Float>) throws(NetError) {
    guard let place = try place(of: slot, parameter, count: values.count) else {
      throw NetError(
        .unknownName, found: "\(parameter) lies below the first layer of this plan",
        expected: "a parameter of \(network.layers[options.firstLayer].name) or behind it")
    }
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      guard let target = buffer.baseAddress else { return }
      unsafe place.layer.read(target, slot, isBias: place.isBias)
    }
  }

  /// Where a slot of a parameter is; nil for a parameter of the network that this plan does not compute.
  private func place(
    of slot: Slot, _ name: String, count: Int
  ) throws(NetError) -> (layer: any NativeLayer, isBias: Bool)? {
    guard
      let index = network.layers.firstIndex(where: { $0.weights.name == name || $0.biases.name == name })
    else {
      throw NetError(
        .unknownName, found: "no parameter is called '\(name)'",
        expected: "one of \(network.parameters.count), such as \(network.parameters[0].name)")
    }
    guard index >= options.firstLayer else { return nil }
    guard slot == .value || layout.common.isTrained(index) else {
      throw NetError(
        .unknownName, found: "\(name) has no slot \(slot.rawValue)",
        expected: "the value alone: the parameter is not trained in this plan")
    }
    let layer = network.layers[index]
    let isBias = layer.biases.name == name
    let shape = isBias ? layer.biases : layer.weights
    guard shape.count == count else {
      throw NetError(
        .shapeMismatch, found: "\(count) values for \(name)",
        expected: "\(shape.count) for the shape \(shape.shape)")
    }
    return (layers[index - options.firstLayer], isBias)
  }
}
