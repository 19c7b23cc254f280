import Net
import Testing

/// The engine beside naive loops in double precision, and those beside finite differences.
@Suite("Forward and backward pass of the openblas engine")
struct GradientTests {
  /// Single precision rounds at 6e-8; sums of some thousand terms stay within 1e-6 of their size in these networks.
  private static let tolerance = 2e-6

  @Test("equal naive loops in double precision", arguments: SmallNetwork.allCases, Loss.allCases)
  func equalNaiveLoops(kind: SmallNetwork, loss: Loss) throws {
    let network = kind.network
    let options = PlanOptions(maximumBatchSize: 11, threads: 2, training: loss)
    let plan = try OpenBLASEngine().compile(network, options: options)
    try plan.randomize(seed: 3)
    let reference = ReferenceNetwork(network, values: try plan.doubleValues())
    // 11 examples make groups of one and of two; naive loops take long over the largest networks.
    let batch = Batch(network, count: [.vggish, .cutPatches].contains(kind) ? 2 : 11)

    let expected = reference.gradients(
      batch.doubleInput, targets: batch.doubleTargets, count: batch.count, loss)
    let pass = reference.forward(batch.doubleInput, count: batch.count)
    let gradients = try plan.gradients(batch)

    let logits = plan.activation(ofLayer: network.layers.count - 1, count: batch.count)
    #expect(relativeDistance(logits, pass.logits) < Self.tolerance)
    #expect(gradients.count == network.parameters.count)
    for (name, gradient) in gradients {
      #expect(relativeDistance(gradient, expected[name] ?? []) < Self.tolerance, "\(name)")
    }
  }

  @Test("equal finite differences of the loss", arguments: SmallNetwork.allCases.filter { $0 != .vggish })
  func equalFiniteDifferences(kind: SmallNetwork) throws {
    let network = kind.network
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: 2, threads: 1, training: .sigmoid))
    try plan.randomize(seed: 4)
    let batch = Batch(network, count: 2)
    let gradients = try plan.gradients(batch)
    var reference = ReferenceNetwork(network, values: try plan.doubleValues())
    func loss() -> Double {
      let logits = reference.forward(batch.doubleInput, count: 2).logits
      return reference.loss(logits, targets: batch.doubleTargets, count: 2, .sigmoid)
    }
    // A step small enough to cross no kink; the error of the difference quotient is then about 1e-16 / 1e-7.
    let step = 1e-7
    for (name, gradient) in gradients {
      let size = gradient.map { abs(Double($0)) }.max() ?? 0
      for index in Set([0, gradient.count / 2, gradient.count - 1]) {
        let value = reference.values[name]?[index] ?? .nan
        reference.values[name]?[index] = value + step
        let above = loss()
        reference.values[name]?[index] = value - step
        let below = loss()
        reference.values[name]?[index] = value
        let slope = (above - below) / (2 * step)
        #expect(abs(Double(gradient[index]) - slope) < 1e-5 * size + 1e-8, "\(name)[\(index)]")
      }
    }
  }

  @Test(
    "let no gradient through a rectifier at exactly zero, as TensorFlow does",
    arguments: SmallNetwork.allCases)
  func closeRectifiersAtZero(kind: SmallNetwork) throws {
    let network = kind.network
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: 2, threads: 1, training: .sigmoid))
    // Without biases, examples of zeros give sums of exactly zero in every layer.
    try plan.initialize(seed: 6)
    var batch = Batch(network, count: 2)
    batch.input = batch.input.map { _ in 0 }
    let gradients = try plan.gradients(batch)
    for layer in network.layers where layer.activation == .relu {
      #expect(gradients[layer.biases.name]?.allSatisfy { $0 == 0 } == true, "\(layer.name)")
    }
    let last = network.layers[network.layers.count - 1]
    #expect(gradients[last.biases.name]?.contains { $0 != 0 } == true)
  }

  @Test("give the same for a smaller batch than the largest", arguments: SmallNetwork.allCases)
  func acceptSmallerBatches(kind: SmallNetwork) throws {
    let network = kind.network
    let whole = Batch(network, count: 9)
    let plan = try OpenBLASEngine().compile(network, options: PlanOptions(maximumBatchSize: 9, threads: 2))
    try plan.randomize(seed: 5)
    let all = plan.logits(whole.input, count: 9)
    let classes = network.outputCount
    for count in [1, 4, 8] {
      let some = plan.logits(whole.prefix(count).input, count: count)
      let expected = all.prefix(count * classes).map(Double.init)
      #expect(relativeDistance(some, expected) < Self.tolerance, "\(count) examples")
    }
  }
}

extension Plan {
  /// Random weights as ``initialize(seed:layers:)`` sets them, and small random biases, so that those matter.
  func randomize(seed: UInt64) throws {
    try initialize(seed: seed)
    var stream = RandomStream(seed: seed, purpose: "biases")
    for layer in network.layers[options.firstLayer...] {
      try load(
        stream.floats(layer.biases.count, from: -0.1, to: 0.1).span, into: .value, of: layer.biases.name)
    }
  }
}
