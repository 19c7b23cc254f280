/// What a native plan allocates and computes, decided once from the network and the options.
struct NativeLayout {
  /// How a layer is computed.
  enum Method {
    /// ``FirstConvolutionLayer``.
    case first
    /// ``WinogradLayer``; with a shape for the matrix unit if that does the products.
    case winograd(WinogradPlan, MatrixShape?)
    /// ``DenseLayer``.
    case dense
  }

  /// What does not depend on the engine: the range of layers, their needs, what can be read.
  let common: PlanLayout
  /// What computes the products.
  let products: ProductUnit
  /// For each layer of the network from the first one computed on.
  let methods: [Method]

  /// - Throws: ``NetError/Code/unsupported`` for a network that the engine cannot run.
  init(_ common: PlanLayout, products: ProductUnit) throws(NetError) {
    self.common = common
    self.products = products
    var methods: [Method] = []
    for index in common.layers {
      methods.append(try Self.method(of: index, in: common, products: products))
    }
    if common.options.training != nil {
      guard case .dense = methods[methods.count - 1] else {
        throw NetError(
          .unsupported, found: "training with a convolution as the last layer", expected: "a dense layer",
          remedy: "Use the engine openblas.")
      }
    }
    self.methods = methods
  }

  private static func method(
    of index: Int, in common: PlanLayout, products: ProductUnit
  ) throws(NetError) -> Method {
    let layer = common.network.layers[index]
    guard case .convolution(let image, let filters, _) = layer.operation else { return .dense }
    let isBehindImage = index == 0 || common.network.layers[index - 1].outputImage == image
    guard isBehindImage else {
      throw NetError(
        .unsupported, found: "\(layer.name), a convolution behind a dense layer",
        expected: "convolutions first", remedy: "Use the engine openblas.")
    }
    if !common.needs(index).input, FirstConvolutionLayer.accepts(layer) { return .first }
    guard WinogradLayer.accepts(layer) else {
      throw NetError(
        .unsupported, found: "\(layer.name): \(image.height) × \(image.width), \(layer.activation.rawValue)",
        expected: "a ReLU, height and width multiples of 4", remedy: "Use the engine openblas.")
    }
    let examples = common.options.maximumBatchSize
    let plan = WinogradPlan(input: image, filters: filters, examples: examples)
    return .winograd(plan, products == .matrix ? MatrixShape(plan, examples: examples) : nil)
  }

  /// The largest batch.
  var examples: Int { common.options.maximumBatchSize }

  /// How a layer's input lies.
  func inputLayout(_ index: Int) -> BlockLayout {
    let layer = common.network.layers[index]
    switch (methods[index - common.layers.lowerBound], layer.operation) {
    case (.first, .convolution(let image, _, _)): return .singleChannel(image, examples: examples)
    case (.winograd, .convolution(let image, _, _)): return .bordered(image, examples: examples)
    default:
      if index > 0, let image = common.network.layers[index - 1].outputImage {
        return .flattened(image, examples: examples)
      }
      return .vectors(layer.inputCount, examples: examples)
    }
  }

  /// How a layer's output lies: as the next one's input.
  func outputLayout(_ index: Int) -> BlockLayout {
    if index + 1 < common.network.layers.count { return inputLayout(index + 1) }
    if let image = common.network.layers[index].outputImage { return .bordered(image, examples: examples) }
    return .vectors(common.network.outputCount, examples: examples)
  }

  /// Whether the gradient of a layer's output is computed.
  func hasGradient(_ index: Int) -> Bool { common.firstTrained.map { index >= $0 } ?? false }

  /// Whether a layer's output is a vector: what dense layers pass on.
  func isVector(_ index: Int) -> Bool { common.network.layers[index].outputImage == nil }

  /// Floats of the two buffers that the gradients of bordered images use in turn.
  var sharedGradientCounts: [Int] {
    [0, 1].map { parity in
      common.layers.filter { $0 % 2 == parity && sharesGradient($0) }.map { outputLayout($0).count }.max()
        ?? 0
    }
  }

  /// Whether the gradient of a layer's output is in a shared buffer: it is an image that convolutions pass on.
  func sharesGradient(_ index: Int) -> Bool {
    guard hasGradient(index), index + 1 < common.network.layers.count else { return false }
    if case .dense = methods[index + 1 - common.layers.lowerBound] { return false }
    return true
  }

  /// Floats of the workspaces that the Winograd layers share.
  var winogradCounts: WinogradCounts {
    var counts = WinogradCounts()
    for (index, plan, matrix) in winogradPlans {
      let chunks = min(plan.chunksPerSection, plan.chunks(examples).count)
      let needs = common.needs(index)
      if !needs.parameters {
        counts.transformedInput = max(counts.transformedInput, chunks * plan.chunk(channels: plan.channels))
      } else {
        counts.kernelGradient = max(
          counts.kernelGradient, WinogradKernelStore.gradientCount(plan.channels, plan.filters))
      }
      if needs.any {
        counts.transformedGradient = max(
          counts.transformedGradient, chunks * plan.chunk(channels: plan.filters))
      }
      if let matrix {
        counts.products = max(
          counts.products, matrix.products(channels: plan.filters),
          needs.input ? matrix.products(channels: plan.channels) : 0)
      }
    }
    return counts
  }

  /// Floats of scratch memory for each thread.
  var scratchPerWorker: Int {
    let products = winogradPlans.map { _, plan, matrix in
      matrix?.scratchWords ?? plan.chunk(channels: 32 * NativeScratch.largestPanelGroup)
    }
    let dense =
      self.products == .matrix
      ? DenseWorkspaces.scratchWords(examples: examples) : 32 * BlockTensor.usedColumns(examples)
    return max(products.max() ?? 0, dense)
  }

  /// Memory of the dense layers on the matrix unit; nil if that computes nothing.
  func denseWorkspaces() throws(NetError) -> DenseWorkspaces? {
    guard products == .matrix else { return nil }
    return try DenseWorkspaces(inputs: denseCounts.inputs, outputs: denseCounts.outputs, examples: examples)
  }

  /// The largest padded numbers of inputs, and of outputs with a gradient, of the dense layers.
  private var denseCounts: (inputs: Int, outputs: Int) {
    var counts = (inputs: 0, outputs: 0)
    for (index, method) in zip(common.layers, methods) {
      guard case .dense = method else { continue }
      counts.inputs = max(counts.inputs, inputLayout(index).paddedCount)
      if common.needs(index).any { counts.outputs = max(counts.outputs, outputLayout(index).paddedCount) }
    }
    return counts
  }

  /// The layers that Winograd computes.
  private var winogradPlans: [(Int, WinogradPlan, MatrixShape?)] {
    zip(common.layers, methods).compactMap { index, method in
      if case .winograd(let plan, let matrix) = method { (index, plan, matrix) } else { nil }
    }
  }
}

extension NativeLayout {
  /// The bytes of all of it.
  var memoryEstimate: MemoryEstimate {
    var parameters = 0
    var optimizer = 0
    var activations = inputLayout(common.layers.lowerBound).count
    for (index, method) in zip(common.layers, methods) {
      let input = inputLayout(index)
      let output = outputLayout(index)
      let needs = common.needs(index)
      activations += output.count
      if hasGradient(index), !sharesGradient(index) { activations += output.count }
      if hasGradient(index), isVector(index) {
        activations += output.paddedCount * BlockTensor.usedColumns(examples)
      }
      switch method {
      case .first:
        let count = 10 * BlockLayout.padded(output.image.channels)
        parameters += count
        optimizer += needs.parameters ? 3 * count : 0
        activations += examples * output.paddedCount / 4
      case .winograd(let plan, let matrix):
        let count = plan.channels * plan.filters
        let transformed = WinogradKernelStore.transformedCount(plan.channels, plan.filters)
        parameters += 9 * count + transformed + plan.filters
        optimizer +=
          (needs.parameters ? 3 * (9 * count + plan.filters) : 0)
          + (needs.input && matrix == nil ? transformed : 0)
        activations += examples * output.paddedCount / 4
        if needs.parameters {
          activations += plan.chunks(examples).count * plan.chunk(channels: plan.channels)
        }
      case .dense:
        let count = input.paddedCount * output.paddedCount + output.paddedCount
        parameters += count
        optimizer += needs.parameters ? 2 * count : 0
      }
    }
    let workspace =
      winogradCounts.total + sharedGradientCounts.reduce(0, +) + scratchPerWorker * common.options.threads
      + (products == .matrix
        ? DenseWorkspaces.words(denseCounts.inputs, examples)
          + 2 * DenseWorkspaces.words(denseCounts.outputs, examples) : 0)
    let float = MemoryLayout<Float>.stride
    return MemoryEstimate(
      parameters: parameters * float, optimizer: optimizer * float, activations: activations * float,
      workspace: workspace * float)
  }
}
