import Net
import Testing

/// What one step does to parameters and slots.
@Suite("A training step of the openblas engine")
struct TrainingStepTests {
  private func plan(_ network: Network, batchSize: Int = 4, threads: Int = 2) throws -> any Plan {
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: batchSize, threads: threads, training: .softmax))
    try plan.randomize(seed: 8)
    return plan
  }

  @Test("applies Adam with decay, clipping and layer scales as written down")
  func appliesAdam() throws {
    let network = SmallNetwork.pooled.network
    let batch = Batch(network, count: 4)
    let plan = try plan(network)
    var values = try plan.doubleValues()
    var update = AdamUpdate(learningRate: 3e-3, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1)
    update.maximumGradientNorm = 0.05
    update.layerScales = [1, 0.5, 0, 2]
    var first: [String: [Double]] = [:]
    var second: [String: [Double]] = [:]
    for step in 1...3 {
      let gradients = ReferenceNetwork(network, values: values).gradients(
        batch.doubleInput, targets: batch.doubleTargets, count: 4, .softmax)
      let norm = gradients.values.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(norm > 0.05, "the limit must matter")
      for (index, parameter) in network.parameters.enumerated() {
        let scale = [1, 0.5, 0, 2][index / 2] * 3e-3
        let correction = (1 - power(0.95, step)).squareRoot() / (1 - power(0.8, step))
        for (position, raw) in (gradients[parameter.name] ?? []).enumerated() {
          let gradient = raw * 0.05 / norm
          let m = 0.8 * (first[parameter.name]?[position] ?? 0) + 0.2 * gradient
          let v = 0.95 * (second[parameter.name]?[position] ?? 0) + 0.05 * gradient * gradient
          first[parameter.name, default: .init(repeating: 0, count: parameter.count)][position] = m
          second[parameter.name, default: .init(repeating: 0, count: parameter.count)][position] = v
          let value = values[parameter.name]?[position] ?? .nan
          let decay = index % 2 == 0 ? scale * 0.1 * value : 0
          values[parameter.name]?[position] = value - scale * correction * m / (v.squareRoot() + 1e-3) - decay
        }
      }
      _ = plan.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    }
    for parameter in network.parameters {
      // Three steps in single precision.
      let found = try plan.values(.value, of: parameter)
      #expect(relativeDistance(found, values[parameter.name] ?? []) < 1e-5, "\(parameter.name)")
      let moment = try plan.values(.secondMoment, of: parameter)
      #expect(relativeDistance(moment, second[parameter.name] ?? []) < 1e-4, "\(parameter.name)")
    }
  }

  @Test("leaves a gradient below the limit as it is, to the bit")
  func smallGradientIsNotClipped() throws {
    let network = SmallNetwork.pooled.network
    let batch = Batch(network, count: 4)
    let limited = try plan(network)
    let free = try plan(network)
    var update = AdamUpdate(learningRate: 1e-3)
    _ = free.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    update.maximumGradientNorm = 1e6
    _ = limited.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    #expect(try limited.state() == free.state())
  }

  @Test(
    "changes no frozen layer and moves the others as if nothing were frozen",
    arguments: [[0], [0, 1], [1], [2], [0, 2], [3], [0, 1, 2]])
  func frozenLayers(frozen: [Int]) throws {
    var network = SmallNetwork.pooled.network
    let batch = Batch(network, count: 4)
    let free = try plan(network)
    let before = try free.state()
    let update = AdamUpdate(learningRate: 1e-3)
    let expectedLoss = free.trainStep(
      batch.input.span, targets: batch.targets.span, count: 4, update: update)
    let after = try free.state()

    for index in frozen { network.layers[index].isFrozen = true }
    let plan = try plan(network)
    let loss = plan.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    #expect(loss == expectedLoss)
    let state = try plan.state()
    for (index, layer) in network.layers.enumerated() {
      for parameter in [layer.weights.name, layer.biases.name] {
        let key = "value \(parameter)"
        #expect(state[key] == (frozen.contains(index) ? before : after)[key], "\(parameter)")
      }
    }
    #expect(state.count == network.layers.reduce(0) { $0 + ($1.isFrozen ? 2 : 6) })
  }

  @Test("leaves everything as it was if the loss is not finite", arguments: [Float.nan, .infinity])
  func nonFiniteLoss(value: Float) throws {
    let network = SmallNetwork.pooled.network
    var batch = Batch(network, count: 4)
    let plan = try plan(network)
    let update = AdamUpdate(learningRate: 1e-3)
    _ = plan.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    let before = try plan.state()
    batch.input[batch.input.count / 2] = value
    let loss = plan.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    #expect(!loss.isFinite)
    #expect(plan.step == 1)
    #expect(try plan.state() == before)
  }

  @Test("continues from loaded slots and step to the bit")
  func continuesFromLoadedState() throws {
    let network = SmallNetwork.pooled.network
    let batch = Batch(network, count: 4)
    let update = AdamUpdate(learningRate: 1e-3)
    let first = try plan(network)
    for _ in 0..<2 {
      _ = first.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    }
    let second = try plan(network)
    second.step = first.step
    for parameter in network.parameters {
      for slot in Slot.allCases {
        let values = try first.values(slot, of: parameter)
        try second.load(values.span, into: slot, of: parameter.name)
      }
    }
    for plan in [first, second] {
      _ = plan.trainStep(batch.input.span, targets: batch.targets.span, count: 4, update: update)
    }
    #expect(try first.state() == second.state())
  }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { value, _ in value * base }
}
