import Net
import Testing

@Suite("Training beside PyTorch's AdamW in float64")
struct AdamWTrainingTests {
  private static let engines = EngineName.allCases.filter { $0 == .openblas || NativeEngine.isSupported }

  private static func plan(
    _ engine: EngineName, _ network: Network, batchSize: Int, loss: Loss
  ) throws -> any Plan {
    let options = PlanOptions(maximumBatchSize: batchSize, threads: 2, training: loss)
    return try Engines.make(engine == .native ? .native : .openblas).engine.compile(network, options: options)
  }

  /// Moves parameters, the slots given that the source has, and the step.
  private static func move(
    _ source: any Plan, slots: [Slot] = Slot.allCases, to target: any Plan
  ) throws {
    for layer in source.network.layers {
      for parameter in [layer.weights, layer.biases] {
        for slot in layer.isFrozen ? [.value] : slots {
          let values = try source.values(slot, of: parameter)
          try target.load(values.span, into: slot, of: parameter.name)
        }
      }
    }
    target.step = source.step
  }

  @Test(
    "five steps with decay, a limited gradient, layer rates, example weights and late layers end the same",
    arguments: Loss.allCases)
  func fiveSteps(loss: Loss) throws {
    let fixture = try Fixture("five_steps_adamw_\(loss)")
    let classes = fixture.integer("classes")
    let network = Network.vggish(
      width: fixture.integer("width"), hiddenUnits: fixture.integer("hidden"), classes: classes)
    var batch = Batch(fixtureExamples: fixture, network)
    for index in batch.targets.indices {
      batch.targets[index] = index % classes == (index / classes) % classes ? 1 : 0
    }
    let classWeights = fixture.numbers("weights").map { Float($0) }
    let weights = (0..<batch.count).map { classWeights[$0 % classes] }
    var update = AdamUpdate(
      learningRate: Float(fixture.number("rate")), epsilon: Float(fixture.number("epsilon")),
      weightDecay: Float(fixture.number("decay")), maximumGradientNorm: Float(fixture.number("largest_norm")),
      layerScales: fixture.numbers("scales").map { Float($0) })
    let late = fixture.numbers("late").map { Int($0) }
    let joinedBehind = fixture.integer("joined_behind")
    var frozen = network
    for index in late { frozen.layers[index].isFrozen = true }

    let initial = try Self.plan(.openblas, network, batchSize: batch.count, loss: loss)
    try initial.initialize(seed: UInt64(fixture.integer("seed")))
    var plan = try Self.plan(.openblas, frozen, batchSize: batch.count, loss: loss)
    try Self.move(initial, slots: [.value], to: plan)
    var losses: [Double] = []
    for step in 0..<5 {
      if step == joinedBehind {
        let joined = try Self.plan(.openblas, network, batchSize: batch.count, loss: loss)
        try Self.move(plan, to: joined)
        plan = joined
        update.layerStarts = network.layers.indices.map { late.contains($0) ? step : 0 }
      }
      let loss = plan.trainStep(
        batch.input.span, targets: batch.targets.span, exampleWeights: weights.span, count: batch.count,
        update: update)
      losses.append(loss)
    }
    for (found, expected) in zip(losses, fixture.numbers("losses")) {
      #expect(abs(found - expected) < 1e-5 * expected)
    }
    // PyTorch divides by the norm plus 1e-6. With an ε of next to nothing Adam makes steps of full size from whatever
    // single precision leaves of a gradient near zero: 1e-3 measured.
    let tolerance = 2e-3
    for parameter in network.parameters {
      for slot in Slot.allCases {
        // Of the values the change alone: a wrong step must not hide behind what the weights were.
        let before = slot == .value ? sample(try initial.values(slot, of: parameter)) : []
        func change(_ value: Double, _ index: Int) -> Double {
          before.isEmpty ? value : value - Double(before[index])
        }
        let found = sample(try plan.values(slot, of: parameter)).enumerated().map {
          Float(change(Double($1), $0))
        }
        let expected = fixture.list("\(slot) \(parameter.name)").enumerated().map { change($1, $0) }
        let distance = relativeDistance(found, expected)
        #expect(distance < tolerance, "\(slot) \(parameter.name)")
      }
    }
  }

  @Test("weights of 1 change no bit, and doubled ones double the loss", arguments: engines, Loss.allCases)
  func unitWeights(engine: EngineName, loss: Loss) throws {
    let network = Network.vggish(width: 2, hiddenUnits: 4, classes: 3)
    let batch = Batch(network, count: 5)
    let update = AdamUpdate(learningRate: 1e-3)
    var states: [[String: [Float]]] = []
    var losses: [Double] = []
    for weight in [nil, 1, 2] as [Float?] {
      let plan = try Self.plan(engine, network, batchSize: 5, loss: loss)
      try plan.initialize(seed: 1)
      let weights = [Float](repeating: weight ?? 1, count: weight == nil ? 0 : 5)
      let loss = plan.trainStep(
        batch.input.span, targets: batch.targets.span, exampleWeights: weights.span, count: 5, update: update)
      losses.append(loss)
      states.append(try plan.state())
    }
    #expect(states[0] == states[1] && losses[0] == losses[1])
    #expect(losses[2] == 2 * losses[0])
  }
}
