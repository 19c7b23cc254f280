/// What a plan of this engine allocates and computes, decided once from the network and the options.
struct PlanLayout {
  let network: Network
  let options: PlanOptions
  /// The layers that are computed.
  let layers: Range<Int>
  /// The lowest layer with gradients; nil in inference.
  let firstTrained: Int?

  init(_ network: Network, _ options: PlanOptions) throws(NetError) {
    guard network.layers.indices.contains(options.firstLayer) else {
      throw NetError(
        .unsupported, found: "first layer \(options.firstLayer) in a network of \(network.layers.count)",
        expected: "0 to \(network.layers.count - 1)")
    }
    for index in options.keptLayers
    where !(options.firstLayer..<network.layers.count).contains(index) {
      throw NetError(
        .unsupported, found: "layer \(index) to be kept",
        expected: "one of \(options.firstLayer) to \(network.layers.count - 1), which are computed")
    }
    self.network = network
    self.options = options
    layers = options.firstLayer..<network.layers.count
    guard options.training != nil else {
      firstTrained = nil
      return
    }
    guard let first = network.firstTrainable else {
      throw NetError(
        .unsupported, found: "training with all layers frozen", expected: "at least one trainable layer")
    }
    guard first >= options.firstLayer else {
      throw NetError(
        .unsupported,
        found: "layer \(network.layers[first].name) is trainable below the first layer computed, "
          + network.layers[options.firstLayer].name,
        remedy: "Freeze it or compute it.")
    }
    firstTrained = first
  }

  /// Whether a layer's parameters are trained.
  func isTrained(_ index: Int) -> Bool { firstTrained != nil && !network.layers[index].isFrozen }

  /// The gradients that a layer computes.
  func needs(_ index: Int) -> BackwardNeeds {
    guard let firstTrained else { return BackwardNeeds(parameters: false, input: false) }
    return BackwardNeeds(parameters: isTrained(index), input: index > firstTrained)
  }

  /// Whether a layer's output outlives the next layer's computation: to be read, or for the backward pass.
  func isKept(_ index: Int) -> Bool {
    index == network.layers.count - 1 || index == network.embeddingIndex || options.keptLayers.contains(index)
      || firstTrained.map { index >= $0 - 1 } ?? false
  }

  /// Whether ``Plan/readActivation(ofLayer:into:)`` gives this layer's output.
  func isReadable(_ index: Int) -> Bool { layers.contains(index) && isKept(index) }

  /// Values of the output of a layer for the largest batch.
  func outputCount(_ index: Int) -> Int { options.maximumBatchSize * network.layers[index].outputCount }

  /// Values of the two buffers that outputs which are not kept use in turn: even layers and odd layers.
  var passingCounts: [Int] {
    parityMaxima(layers.filter { !isKept($0) })
  }

  /// Values of the two buffers that the outputs' gradients use in turn.
  var gradientCounts: [Int] {
    guard let firstTrained else { return [0, 0] }
    return parityMaxima(Array(firstTrained..<network.layers.count))
  }

  private func parityMaxima(_ indices: [Int]) -> [Int] {
    [0, 1].map { parity in
      indices.filter { $0 % 2 == parity }.map(outputCount).max() ?? 0
    }
  }

  /// Scratch memory for the layer that needs the most.
  var scratch: ScratchSizes {
    layers.reduce(into: ScratchSizes()) { sizes, index in
      sizes.formMaximum(
        ConvolutionRunner.scratchSizes(
          of: network.layers[index], needs: needs(index), batchSize: options.maximumBatchSize))
      sizes.formMaximum(DenseRunner.scratchSizes(of: network.layers[index]))
    }
  }

  /// One byte for each output of a pool that gradients pass.
  var poolCodeCount: Int {
    layers.reduce(0) { total, index in
      guard case .convolution(_, _, true) = network.layers[index].operation, needs(index).any else {
        return total
      }
      return total + outputCount(index)
    }
  }

  /// The bytes of all of it.
  var memoryEstimate: MemoryEstimate {
    let float = MemoryLayout<Float>.stride
    func parameterCount(_ index: Int) -> Int {
      network.layers[index].weights.count + network.layers[index].biases.count
    }
    let all = layers.reduce(0) { $0 + parameterCount($1) }
    let trained = layers.reduce(0) { $0 + (isTrained($1) ? parameterCount($1) : 0) }
    let kept = layers.reduce(0) { $0 + (isKept($1) ? outputCount($1) : 0) }
    let activations = kept + (passingCounts + gradientCounts).reduce(0, +)
    let scratch = self.scratch
    return MemoryEstimate(
      parameters: all * float, optimizer: 3 * trained * float,
      activations: activations * float + poolCodeCount,
      workspace: (scratch.perWorker * options.threads + scratch.partialGradients + scratch.flippedKernel)
        * float)
  }
}
