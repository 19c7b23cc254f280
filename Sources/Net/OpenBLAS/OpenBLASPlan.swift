/// A network on OpenBLAS: parameters in TensorFlow's layout, one output buffer a layer where it is needed later.
final class OpenBLASPlan: Plan {
  let network: Network
  let options: PlanOptions
  var step = 0

  private let layout: PlanLayout
  private let parameters: [ParameterMemory]
  private let parameterIndices: [String: Int]
  private let runners: [any LayerRunner]
  private let outputs: [Workspace<Float>]
  private let gradients: [Workspace<Float>]
  private let lossHead: LossHead?
  private let optimizer: AdamOptimizer?
  private var lastCount = 0

  init(_ layout: PlanLayout) throws(NetError) {
    self.layout = layout
    network = layout.network
    options = layout.options
    let pool = ThreadPool(threads: options.threads, flushesSubnormals: true)
    let scratch = try SharedScratch(pool: pool, sizes: layout.scratch)
    var parameters: [ParameterMemory] = []
    var runners: [any LayerRunner] = []
    var outputs: [Workspace<Float>] = []
    var passing: [Workspace<Float>] = []
    for count in layout.passingCounts { passing.append(try Workspace(count: count)) }
    for index in layout.layers {
      let layer = network.layers[index]
      let isTrained = layout.isTrained(index)
      let weights = try ParameterMemory(
        layer.weights, layerIndex: index, isDecayed: true, isTrained: isTrained)
      let biases = try ParameterMemory(
        layer.biases, layerIndex: index, isDecayed: false, isTrained: isTrained)
      parameters += [weights, biases]
      switch layer.operation {
      case .convolution:
        runners.append(
          try ConvolutionRunner(
            layer, weights: weights, biases: biases, scratch: scratch, needs: layout.needs(index),
            batchSize: options.maximumBatchSize))
      case .dense:
        runners.append(DenseRunner(layer, weights: weights, biases: biases, scratch: scratch))
      }
      outputs.append(
        layout.isKept(index) ? try Workspace(count: layout.outputCount(index)) : passing[index % 2])
    }
    self.parameters = parameters
    self.runners = runners
    self.outputs = outputs
    parameterIndices = Dictionary(
      uniqueKeysWithValues: parameters.enumerated().map { ($1.shape.name, $0) })
    var gradients: [Workspace<Float>] = []
    if let loss = options.training {
      for count in layout.gradientCounts { gradients.append(try Workspace(count: count)) }
      lossHead = try LossHead(
        loss, focalGamma: options.focalGamma, classes: network.outputCount,
        batchSize: options.maximumBatchSize, pool: pool)
      optimizer = try AdamOptimizer(parameters, pool: pool)
    } else {
      lossHead = nil
      optimizer = nil
    }
    self.gradients = gradients
  }

  func forward(_ input: Span<Float>, count: Int) {
    check(input, count: count)
    unsafe input.withUnsafeBufferPointer { buffer in
      guard let input = buffer.baseAddress else { return }
      unsafe forward(input, count: count)
    }
  }

  func trainStep(
    _ input: Span<Float>, targets: Span<Float>, exampleWeights: Span<Float>, count: Int, update: AdamUpdate
  ) -> Double {
    guard let lossHead, let optimizer else {
      preconditionFailure("a training step of a plan compiled for inference")
    }
    check(input, count: count)
    precondition(
      targets.count == count * network.outputCount,
      "\(targets.count) targets for \(count) examples of \(network.outputCount) classes")
    lossHead.weigh(exampleWeights, count: count)
    update.check(against: network, stepsDone: step)
    return unsafe input.withUnsafeBufferPointer { inputBuffer in
      unsafe targets.withUnsafeBufferPointer { targetBuffer in
        guard let input = inputBuffer.baseAddress, let targets = targetBuffer.baseAddress else { return .nan }
        unsafe forward(input, count: count)
        let top = network.layers.count - 1
        let loss = unsafe lossHead.evaluate(
          outputs[outputs.count - 1].base, targets: targets, count: count, gradient: gradients[top % 2].base)
        guard loss.isFinite else { return loss }
        unsafe backward(input, count: count)
        step += 1
        optimizer.apply(update, step: step)
        return loss
      }
    }
  }

  func readActivation(ofLayer index: Int, into values: inout MutableSpan<Float>) {
    precondition(layout.isReadable(index), "the output of layer \(index) is not kept")
    let count = lastCount * network.layers[index].outputCount
    precondition(values.count == count, "room for \(values.count) of \(count) values of layer \(index)")
    let source = outputs[index - layout.layers.lowerBound]
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress?.update(from: source.base, count: count)
    }
  }

  /// Layer by layer, first to last.
  private func forward(_ input: UnsafePointer<Float>, count: Int) {
    lastCount = count
    var source = unsafe input
    for (runner, output) in zip(runners, outputs) {
      unsafe runner.forward(source, output: output.base, count: count)
      unsafe source = UnsafePointer(output.base)
    }
  }

  /// Layer by layer, last to the lowest that is trained; the last layer's gradient is there.
  private func backward(_ input: UnsafePointer<Float>, count: Int) {
    guard let firstTrained = layout.firstTrained else { return }
    for index in stride(from: network.layers.count - 1, through: firstTrained, by: -1) {
      let slot = index - layout.layers.lowerBound
      let source = unsafe slot == 0 ? input : UnsafePointer(outputs[slot - 1].base)
      let inputGradient = unsafe index > firstTrained ? gradients[(index + 1) % 2].base : nil
      unsafe runners[slot].backward(
        source, output: outputs[slot].base, outputGradient: gradients[index % 2].base,
        inputGradient: inputGradient, count: count)
    }
  }

  private func check(_ input: Span<Float>, count: Int) {
    precondition(
      (1...options.maximumBatchSize).contains(count),
      "a batch of \(count) in a plan for up to \(options.maximumBatchSize)")
    let expected = count * network.layers[options.firstLayer].inputCount
    precondition(input.count == expected, "\(input.count) input values instead of \(expected)")
  }
}

extension OpenBLASPlan {
  func load(_ values: Span<Float>, into slot: Slot, of parameter: String) throws(NetError) {
    guard let memory = try memory(slot, of: parameter, expecting: values.count) else { return }
    unsafe values.withUnsafeBufferPointer { buffer in
      guard let source = buffer.baseAddress else { return }
      unsafe memory.base.update(from: source, count: memory.count)
    }
  }

  func read(_ slot: Slot, of parameter: String, into values: inout MutableSpan<Float>) throws(NetError) {
    guard let memory = try memory(slot, of: parameter, expecting: values.count) else {
      throw NetError(
        .unknownName, found: "\(parameter) lies below the first layer of this plan",
        expected: "a parameter of \(network.layers[options.firstLayer].name) or behind it")
    }
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress?.update(from: memory.base, count: memory.count)
    }
  }

  /// A slot's memory; nil for a parameter of the network that this plan does not compute.
  private func memory(
    _ slot: Slot, of name: String, expecting count: Int
  ) throws(NetError) -> Workspace<Float>? {
    guard let index = parameterIndices[name] else {
      guard
        network.layers[..<options.firstLayer].contains(where: {
          [$0.weights.name, $0.biases.name].contains(name)
        })
      else {
        throw NetError(
          .unknownName, found: "no parameter is called '\(name)'",
          expected: "one of \(network.parameters.count), such as \(network.parameters[0].name)")
      }
      return nil
    }
    guard let memory = parameters[index][slot] else {
      throw NetError(
        .unknownName, found: "\(name) has no slot \(slot.rawValue)",
        expected: "the value alone: the parameter is not trained in this plan")
    }
    guard memory.count == count else {
      throw NetError(
        .shapeMismatch, found: "\(count) values for \(name)",
        expected: "\(memory.count) for the shape \(parameters[index].shape.shape)")
    }
    return memory
  }
}
