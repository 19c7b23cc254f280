import Net
import Testing

@Suite("A training step of the native engine", .enabled(if: NativeEngine.isSupported))
struct NativeStepTests {
  private let kind = NativeNetwork.alternating

  @discardableResult
  private func step(_ plan: any Plan, _ batch: Batch, _ update: AdamUpdate) -> Double {
    plan.trainStep(batch.input.span, targets: batch.targets.span, count: batch.count, update: update)
  }

  @Test("moves parameters and slots as the openblas engine does", arguments: [nil, 0.05, 1e6] as [Float?])
  func equalsOpenBLAS(limit: Float?) throws {
    let network = kind.network
    let plans = [
      try kind.plan(batchSize: 9),
      try OpenBLASEngine().compile(
        network, options: PlanOptions(maximumBatchSize: 9, threads: 2, training: .sigmoid)),
    ]
    try plans[1].randomize(seed: 3)
    var update = AdamUpdate(
      learningRate: 3e-3, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1,
      maximumGradientNorm: limit)
    update.layerScales = [1, 0.5, 0, 2, 1, 1]
    update.layerStarts = [3, 0, 1, 0, 2, 0]
    let weights: [Float] = [1, 0.5, 2, 1, 3, 0.25, 1, 1.5, 0]
    for plan in plans { plan.step = 3 }
    for number in 0..<3 {
      let batch = Batch(network, count: 9 - number, seed: UInt64(number))
      let weights = Array(weights.prefix(batch.count))
      let losses = plans.map { plan in
        plan.trainStep(
          batch.input.span, targets: batch.targets.span, exampleWeights: weights.span, count: batch.count,
          update: update)
      }
      #expect(abs(losses[0] - losses[1]) < 1e-6 * losses[1])
    }
    let expected = try plans[1].state()
    for (key, values) in try plans[0].state() {
      // Three steps in single precision on both sides, and a square in v.
      let distance = relativeDistance(values, (expected[key] ?? []).map(Double.init))
      #expect(distance < 2e-5, "\(key)")
    }
  }

  @Test("leaves a gradient below the limit as it is, to the bit")
  func smallGradientIsNotClipped() throws {
    let batch = Batch(kind.network, count: 9)
    let free = try kind.plan(batchSize: 9)
    let limited = try kind.plan(batchSize: 9)
    step(free, batch, AdamUpdate(learningRate: 1e-3))
    step(limited, batch, AdamUpdate(learningRate: 1e-3, maximumGradientNorm: 1e6))
    #expect(try limited.state() == free.state())
  }

  @Test(
    "changes no frozen layer and moves the others as if nothing were frozen, to the bit",
    arguments: [[0], [0, 1], [1], [2], [0, 2, 4], [3], [0, 1, 2, 3], [5], [4, 5], [0, 1, 2, 3, 4]])
  func frozenLayers(frozen: [Int]) throws {
    let batch = Batch(kind.network, count: 9)
    let update = AdamUpdate(learningRate: 1e-3)
    let free = try kind.plan(batchSize: 9)
    let before = try free.state()
    let expectedLoss = step(free, batch, update)
    let after = try free.state()

    let plan = try kind.plan(batchSize: 9, frozen: frozen)
    #expect(step(plan, batch, update) == expectedLoss)
    let state = try plan.state()
    for (index, layer) in kind.network.layers.enumerated() {
      for parameter in [layer.weights.name, layer.biases.name] {
        let key = "value \(parameter)"
        #expect(state[key] == (frozen.contains(index) ? before : after)[key], "\(parameter)")
      }
    }
    #expect(state.count == kind.network.layers.count * 6 - frozen.count * 4)
  }

  @Test("starts at a later layer from its activations, with the same bits", arguments: [1, 2, 4, 5])
  func firstLayer(first: Int) throws {
    let batch = Batch(kind.network, count: 9)
    let update = AdamUpdate(learningRate: 1e-3)
    let frozen = Array(0..<first)
    let whole = try kind.plan(batchSize: 9, frozen: frozen, keptLayers: [first - 1])
    let upper = try kind.plan(batchSize: 9, frozen: frozen, firstLayer: first)
    for parameter in kind.network.parameters {
      let values = try whole.values(.value, of: parameter)
      try upper.load(values.span, into: .value, of: parameter.name)
    }
    for _ in 0..<2 {
      let loss = step(whole, batch, update)
      let activations = whole.activation(ofLayer: first - 1, count: 9)
      let upperLoss = upper.trainStep(activations.span, targets: batch.targets.span, count: 9, update: update)
      #expect(loss == upperLoss)
    }
    let state = try whole.state()
    for (key, values) in try upper.state() { #expect(state[key] == values, "\(key)") }
  }

  @Test("leaves everything as it was if the loss is not finite", arguments: [Float.nan, .infinity])
  func nonFiniteLoss(value: Float) throws {
    var batch = Batch(kind.network, count: 9)
    let plan = try kind.plan(batchSize: 9)
    let update = AdamUpdate(learningRate: 1e-3)
    step(plan, batch, update)
    let before = try plan.state()
    for index in batch.input.indices.suffix(kind.network.inputCount) { batch.input[index] = value }
    #expect(!step(plan, batch, update).isFinite)
    #expect(plan.step == 1)
    #expect(try plan.state() == before)
  }

  @Test("continues from loaded slots and step to the bit")
  func continuesFromLoadedState() throws {
    let batch = Batch(kind.network, count: 9)
    let update = AdamUpdate(learningRate: 1e-3)
    let first = try kind.plan(batchSize: 9)
    for _ in 0..<2 { step(first, batch, update) }
    let second = try kind.plan(batchSize: 9)
    second.step = first.step
    for parameter in kind.network.parameters {
      for slot in Slot.allCases {
        let values = try first.values(slot, of: parameter)
        try second.load(values.span, into: slot, of: parameter.name)
      }
    }
    step(first, batch, update)
    step(second, batch, update)
    #expect(try first.state() == second.state())
  }
}
