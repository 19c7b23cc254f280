internal import NetKernels
internal import NetKernelsWide

/// A convolution of one channel with ReLU and pool, in one pass; its input's gradient is never needed.
final class FirstConvolutionLayer: NativeLayer {
  let clock = StageClock()
  private let input: BlockTensor
  private let output: BlockTensor
  private let isTrained: Bool
  private let filters: Int
  /// `[9][filters]`.
  private let weights: ParameterStore
  private let biases: ParameterStore
  private let codes: Workspace<UInt8>
  /// `[example][block][10][16]`: nine taps and the bias.
  private let partial: Workspace<Float>
  /// `[9][filters]`, then the biases'.
  private let gradient: Workspace<Float>
  private let pool: ThreadPool

  init(
    _ layer: Layer, input: BlockTensor, output: BlockTensor, needs: BackwardNeeds, pool: ThreadPool,
    examples: Int
  ) throws(NetError) {
    self.input = input
    self.output = output
    self.pool = pool
    isTrained = needs.parameters
    filters = BlockLayout.padded(output.layout.image.channels)
    weights = try ParameterStore(count: 9 * filters, isTrained: needs.parameters)
    biases = try ParameterStore(count: filters, isTrained: needs.parameters)
    let image = output.layout.image
    codes = try Workspace(count: examples * filters * image.height * image.width)
    partial = try Workspace(count: needs.parameters ? examples * filters * 10 : 0)
    gradient = try Workspace(count: needs.parameters ? 10 * filters : 0)
  }

  /// Whether this class can compute a layer.
  static func accepts(_ layer: Layer) -> Bool {
    guard case .convolution(let image, _, true) = layer.operation else { return false }
    return image.channels == 1 && layer.activation == .relu && image.height % 2 == 0 && image.width % 2 == 0
  }

  func forward(count: Int) {
    clock.measure(.forward) { convolve(count: count) }
  }

  private func convolve(count: Int) {
    let blocks = output.layout.blocks
    let image = output.layout.image
    let source = input.layout
    pool.run(count * blocks) { task, _ in
      let example = task / blocks
      let block = task % blocks
      unsafe convolveFirst(
        input.values[example * source.example], rowStride: source.row,
        height: image.height, width: image.width, weights: weights.value[block * 16], tapStride: filters,
        bias: biases.value[block * 16], output.values[output.layout.start(example: example, block: block)],
        output.layout.pixels, codes: codes[task * image.height * image.width * 16])
    }
  }

  func backward(count: Int, factors: LayerFactors?) -> Double {
    guard isTrained else { return 0 }
    clock.measure(.weightGradient) { differentiate(count: count) }
    if let factors {
      update(factors, count: count)
      return 0
    }
    return unsafe sumOfSquares(gradient.base, count: 10 * filters)
  }

  private func differentiate(count: Int) {
    let blocks = output.layout.blocks
    let image = output.layout.image
    let source = input.layout
    pool.run(count * blocks) { task, _ in
      let example = task / blocks
      let block = task % blocks
      unsafe differentiateFirst(
        input.values[example * source.example], rowStride: source.row,
        height: image.height, width: image.width,
        output.gradient[output.layout.start(example: example, block: block)], output.layout.pixels,
        codes: codes[task * image.height * image.width * 16], partial[task * 160])
    }
    for block in 0..<blocks {
      for tap in 0..<10 {
        unsafe sumRows(
          partial[block * 160 + tap * 16], rows: count, stride: blocks * 160,
          gradient[tap * filters + block * 16])
      }
    }
  }

  func update(_ factors: LayerFactors, count: Int) {
    guard isTrained else { return }
    unsafe updateParameters(
      values: weights.value.base, firstMoment: weights.firstMoment.base,
      secondMoment: weights.secondMoment.base, gradient: gradient.base, count: 9 * filters, factors.weights)
    unsafe updateParameters(
      values: biases.value.base, firstMoment: biases.firstMoment.base,
      secondMoment: biases.secondMoment.base, gradient: gradient[9 * filters], count: filters, factors.biases)
  }

  func load(_ values: UnsafePointer<Float>, _ slot: Slot, isBias: Bool) {
    let channels = output.layout.image.channels
    let memory = isBias ? biases[slot] : weights[slot]
    for tap in 0..<(isBias ? 1 : 9) {
      unsafe memory[tap * filters].update(from: values + tap * channels, count: channels)
    }
  }

  func read(_ values: UnsafeMutablePointer<Float>, _ slot: Slot, isBias: Bool) {
    let channels = output.layout.image.channels
    let memory = isBias ? biases[slot] : weights[slot]
    for tap in 0..<(isBias ? 1 : 9) {
      unsafe (values + tap * channels).update(from: memory[tap * filters], count: channels)
    }
  }
}
