internal import NetKernels

extension Plan {
  /// Sets weights to random values and biases to zero; optimizer slots and step stay as they are.
  ///
  /// Weights of ReLU layers are normal with variance 2 / inputs (He et al. 2015), those of linear layers uniform within
  /// ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010, which TF-slim takes for a head); a convolution has 9 · channels
  /// inputs. The values depend on the seed and the layer's name and shape alone: not on threads, nor on what else is
  /// initialized. Takes below a second for the 72 million parameters of VGGish.
  ///
  /// - Parameters:
  ///   - seed: another seed gives unrelated weights.
  ///   - layers: which layers, as indices of the network; nil: all that the plan computes.
  /// - Throws: what ``load(_:into:of:)`` throws.
  public func initialize(seed: UInt64, layers: Set<Int>? = nil) throws(NetError) {
    let pool = ThreadPool(threads: options.threads)
    for index in options.firstLayer..<network.layers.count where layers?.contains(index) ?? true {
      let layer = network.layers[index]
      let weights = layer.initialWeights(seed: seed, pool: pool)
      try load(weights.span, into: .value, of: layer.weights.name)
      let biases = [Float](repeating: 0, count: layer.biases.count)
      try load(biases.span, into: .value, of: layer.biases.name)
    }
  }
}

extension Layer {
  /// Random weights in chunks that have a stream each, so that they can be drawn side by side.
  func initialWeights(seed: UInt64, pool: ThreadPool) -> [Float] {
    let shape = weights
    let blocks = Blocks(shape.count, by: 65536)
    let fanOut = shape.shape[shape.shape.count - 1]
    let fanIn = shape.count / fanOut
    let isRectified = activation == .relu
    let deviation = (2 / Double(fanIn)).squareRoot()
    let bound = (6 / Double(fanIn + fanOut)).squareRoot()
    return unsafe [Float](unsafeUninitializedCapacity: shape.count) { buffer, initialized in
      initialized = shape.count
      guard let base = buffer.baseAddress else { return }
      pool.run(blocks.count) { task, _ in
        let block = blocks[task]
        let stream = RandomStream(seed: seed, purpose: "initial \(shape.name) \(task)")
        let target = unsafe base + block.lowerBound
        if isRectified {
          unsafe fillNormal(target, count: block.count, standardDeviation: deviation, state: stream.state)
        } else {
          unsafe fillUniform(target, count: block.count, bound: bound, state: stream.state)
        }
      }
    }
  }
}
