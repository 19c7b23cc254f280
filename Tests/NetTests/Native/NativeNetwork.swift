import Net
import Testing

/// Networks that the native engine runs, small enough for naive loops.
enum NativeNetwork: String, CaseIterable, CustomTestStringConvertible {
  case dense = "dense layers of odd widths, one linear in between"
  case onePooled = "the first convolution alone"
  case unpooled = "three channels in, no pool, two tiles"
  case alternating = "pools and none in turn, channels that are no multiple of 16"
  case wide = "more channels than a panel has columns"
  case rectified = "a rectifier behind the logits"
  case vggish = "VGGish of width 2"

  var testDescription: String { rawValue }

  var network: Network {
    switch self {
    case .dense: Self.chain(ImageShape(height: 1, width: 1, channels: 70), [], [45, 20, 5], linear: [1])
    case .onePooled: Self.chain(ImageShape(height: 6, width: 10, channels: 1), [(5, true)], [3])
    case .unpooled: Self.chain(ImageShape(height: 4, width: 8, channels: 3), [(4, false)], [3])
    case .alternating:
      Self.chain(
        ImageShape(height: 16, width: 32, channels: 1), [(7, true), (18, false), (20, true), (5, false)],
        [9, 4])
    case .wide:
      Self.chain(ImageShape(height: 8, width: 8, channels: 33), [(40, true), (66, true)], [35, 3])
    case .rectified:
      Self.chain(ImageShape(height: 8, width: 8, channels: 1), [(5, true)], [6, 4], rectifiesLast: true)
    case .vggish: .vggish(width: 2, hiddenUnits: 7, classes: 5)
    }
  }

  private static func chain(
    _ image: ImageShape, _ convolutions: [(Int, Bool)], _ dense: [Int], linear: Set<Int> = [],
    rectifiesLast: Bool = false
  ) -> Network {
    var layers: [Layer] = []
    var shape = image
    for (filters, pooled) in convolutions {
      let layer = Layer(
        name: "conv\(layers.count)", operation: .convolution(input: shape, filters: filters, pooled: pooled),
        activation: .relu)
      shape = layer.outputImage ?? shape
      layers.append(layer)
    }
    let last = convolutions.count + dense.count - 1
    var inputs = shape.count
    for outputs in dense {
      let isLinear = layers.count == last && !rectifiesLast || linear.contains(layers.count)
      layers.append(
        Layer(
          name: "dense\(layers.count)", operation: .dense(inputs: inputs, outputs: outputs),
          activation: isLinear ? .linear : .relu))
      inputs = outputs
    }
    do {
      return try Network(layers: layers, embeddingIndex: last)
    } catch {
      preconditionFailure(error.description)
    }
  }

  /// A plan with random weights and biases.
  func plan(
    batchSize: Int, threads: Int = 2, training: Loss? = .sigmoid, frozen: [Int] = [], firstLayer: Int = 0,
    keptLayers: Set<Int> = [], products: ProductUnit? = nil
  ) throws -> any Plan {
    var network = network
    for index in frozen { network.layers[index].isFrozen = true }
    let plan = try NativeEngine(products: products).compile(
      network,
      options: PlanOptions(
        maximumBatchSize: batchSize, threads: threads, training: training, firstLayer: firstLayer,
        keptLayers: keptLayers))
    try plan.randomize(seed: 3)
    return plan
  }
}
