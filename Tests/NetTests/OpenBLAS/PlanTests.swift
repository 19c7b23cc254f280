import Net
import Testing

@Suite("A plan of the openblas engine")
struct PlanTests {
  private let network = SmallNetwork.pooled.network

  private func compile(_ options: PlanOptions, _ network: Network? = nil) throws -> any Plan {
    try OpenBLASEngine().compile(network ?? self.network, options: options)
  }

  @Test("keeps the outputs it is asked for, and only those cost memory")
  func keptLayers() throws {
    let batch = Batch(network, count: 3)
    var options = PlanOptions(maximumBatchSize: 3, threads: 2)
    let plain = try OpenBLASEngine().memoryEstimate(for: network, options: options)
    options.keptLayers = [0, 2]
    let kept = try OpenBLASEngine().memoryEstimate(for: network, options: options)
    #expect(kept.activations > plain.activations)
    let plan = try compile(options)
    try plan.randomize(seed: 1)
    plan.forward(batch.input.span, count: 3)
    let reference = ReferenceNetwork(network, values: try plan.doubleValues())
    let outputs = reference.forward(batch.doubleInput, count: 3).outputs
    for index in [0, 2, 3] {
      #expect(relativeDistance(plan.activation(ofLayer: index, count: 3), outputs[index]) < 1e-6)
    }
  }

  @Test("can begin at any layer, with the same bits", arguments: [1, 2, 3])
  func firstLayer(first: Int) throws {
    var network = network
    for index in 0..<first { network.layers[index].isFrozen = true }
    let batch = Batch(network, count: 3)
    let update = AdamUpdate(learningRate: 1e-3)
    var options = PlanOptions(
      maximumBatchSize: 3, threads: 2, training: .sigmoid, keptLayers: [first - 1])
    let whole = try compile(options, network)
    try whole.randomize(seed: 1)
    options.keptLayers = []
    options.firstLayer = first
    let upper = try compile(options, network)
    for parameter in network.parameters {
      let values = try whole.values(.value, of: parameter)
      try upper.load(values.span, into: .value, of: parameter.name)
    }
    for _ in 0..<2 {
      let loss = whole.trainStep(batch.input.span, targets: batch.targets.span, count: 3, update: update)
      let activations = whole.activation(ofLayer: first - 1, count: 3)
      let upperLoss = upper.trainStep(
        activations.span, targets: batch.targets.span, count: 3, update: update)
      #expect(loss == upperLoss)
    }
    let state = try whole.state()
    for (key, values) in try upper.state() { #expect(state[key] == values, "\(key)") }
    #expect(throws: NetError.self) { try upper.values(.value, of: network.parameters[0]) }
  }

  @Test("refuses names, slots and counts that do not fit")
  func refusesWrongParameters() throws {
    var network = network
    network.layers[0].isFrozen = true
    let plan = try compile(PlanOptions(maximumBatchSize: 1, threads: 1, training: .sigmoid), network)
    let values = [Float](repeating: 0, count: 7)
    let unknown = #expect(throws: NetError.self) {
      try plan.load(values.span, into: .value, of: "conv9/weights")
    }
    #expect(unknown?.code == .unknownName)
    let frozen = #expect(throws: NetError.self) {
      try plan.load(values.span, into: .firstMoment, of: "conv0/biases")
    }
    #expect(frozen?.code == .unknownName)
    let short = #expect(throws: NetError.self) {
      try plan.load(values.span, into: .value, of: "conv1/weights")
    }
    #expect(short?.code == .shapeMismatch)
    #expect(short?.description.contains("[3, 3, 5, 4]") == true)
  }

  @Test("is refused for options that make no sense")
  func refusesOptions() throws {
    var allFrozen = network
    for index in allFrozen.layers.indices { allFrozen.layers[index].isFrozen = true }
    let cases: [(Network, PlanOptions)] = [
      (network, PlanOptions(maximumBatchSize: 1, threads: 1, firstLayer: 4)),
      (network, PlanOptions(maximumBatchSize: 1, threads: 1, keptLayers: [9])),
      (network, PlanOptions(maximumBatchSize: 1, threads: 1, firstLayer: 2, keptLayers: [1])),
      (network, PlanOptions(maximumBatchSize: 1, threads: 1, training: .sigmoid, firstLayer: 1)),
      (allFrozen, PlanOptions(maximumBatchSize: 1, threads: 1, training: .sigmoid)),
    ]
    for (network, options) in cases {
      let error = #expect(throws: NetError.self) { try compile(options, network) }
      #expect(error?.code == .unsupported)
    }
  }

  @Test("needs what the estimate says: parameters, moments and gradients to the byte")
  func estimate() throws {
    let full = Network.vggish(classes: 195)
    let training = try OpenBLASEngine().memoryEstimate(
      for: full, options: PlanOptions(maximumBatchSize: 32, threads: 2, training: .sigmoid))
    #expect(training.parameters == 4 * full.parameterCount)
    #expect(training.optimizer == 12 * full.parameterCount)
    #expect(training.total < 1_400_000_000)
    let frozen = try OpenBLASEngine().memoryEstimate(
      for: full.freezing(["vggish"]),
      options: PlanOptions(maximumBatchSize: 32, threads: 2, training: .sigmoid, firstLayer: 9))
    #expect(frozen.optimizer == 12 * (128 * 100 + 100 + 100 * 195 + 195))
    #expect(frozen.total < 2_000_000)
  }
}
