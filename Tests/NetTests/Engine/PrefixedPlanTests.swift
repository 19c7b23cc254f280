import Net
import Testing

@Suite("A plan in two parts")
struct PrefixedPlanTests {
  static let engines: [EngineName] = EngineName.allCases.filter { (try? engine($0)) != nil }

  private static func engine(_ name: EngineName) throws -> any Engine {
    try Engines.make(name == .native ? .native : .openblas).engine
  }

  /// VGGish of width 4 with its first layers frozen.
  private static func network(frozen: Int) -> Network {
    var network = Network.vggish(width: 4, hiddenUnits: 7, classes: 5)
    for index in 0..<frozen { network.layers[index].isFrozen = true }
    return network
  }

  /// What three steps leave behind, with ragged batches, larger than the beginning computes at a time.
  private static func trained(_ plan: any Plan) throws -> (losses: [Double], state: [String: [Float]]) {
    try plan.randomize(seed: 3)
    let losses = [70, 70, 33].enumerated().map { step, count in
      let batch = Batch(plan.network, count: count, seed: UInt64(step))
      return plan.trainStep(
        batch.input.span, targets: batch.targets.span, count: count, update: AdamUpdate(learningRate: 1e-2))
    }
    return (losses, try plan.state())
  }

  @Test(
    "is the whole network to the bit: losses, parameters, moments, logits", arguments: engines, [1, 4, 6, 8])
  func sameBits(engine: EngineName, frozen: Int) throws {
    let engine = try Self.engine(engine)
    let network = Self.network(frozen: frozen)
    let options = PlanOptions(maximumBatchSize: 70, threads: 2, training: .softmax)
    let whole = try engine.compile(network, options: options)
    let parts = try PrefixedPlan(network, options: options, engine: engine)
    #expect(parts.prefix.network.layers == Array(network.layers.prefix(frozen)))
    #expect(parts.suffix.options.firstLayer == frozen)
    let expected = try Self.trained(whole)
    let found = try Self.trained(parts)
    #expect(found.losses == expected.losses && found.state == expected.state)
    #expect(parts.step == 3 && whole.step == 3)
    let batch = Batch(network, count: 5, seed: 9)
    #expect(parts.logits(batch.input, count: 5) == whole.logits(batch.input, count: 5))
  }

  @Test(
    "its beginning gives an example the same bits in any batch and place", arguments: engines, [1, 2, 6, 9])
  func anyBatch(engine: EngineName, frozen: Int) throws {
    let network = Self.network(frozen: frozen)
    let plan = try PrefixedPlan(
      network, options: PlanOptions(maximumBatchSize: 64, threads: 2, training: .sigmoid),
      engine: Self.engine(engine))
    try plan.randomize(seed: 5)
    let (size, width) = (network.inputCount, plan.suffix.inputCount)
    let all = Batch(network, count: 64, seed: 4).input
    func outputs(_ examples: [Int]) -> [[Float]] {
      let input = examples.flatMap { all[($0 * size)..<(($0 + 1) * size)] }
      plan.prefix.forward(input.span, count: examples.count)
      let values = plan.prefix.activation(ofLayer: frozen - 1, count: examples.count)
      return examples.indices.map { Array(values[($0 * width)..<(($0 + 1) * width)]) }
    }
    let expected = outputs(Array(0..<64))
    #expect(Set(expected).count == 64)
    var stream = RandomStream(seed: 1, purpose: "batches")
    for count in [1, 2, 3, 5, 8, 13, 17, 31, 32, 33, 63] {
      let examples = Array(stream.order(of: 64).prefix(count))
      #expect(outputs(examples) == examples.map { expected[$0] }, "\(count) examples")
    }
  }

  @Test("reads and loads the parameters of both parts, and names both where one is unknown")
  func parameters() throws {
    let network = Self.network(frozen: 3)
    let plan = try PrefixedPlan(
      network, options: PlanOptions(maximumBatchSize: 2, threads: 1, training: .sigmoid),
      engine: OpenBLASEngine())
    for layer in [network.layers[0], network.layers[5]] {
      let values = (0..<layer.biases.count).map { Float($0) + 0.5 }
      try plan.load(values.span, into: .value, of: layer.biases.name)
      #expect(try plan.values(.value, of: layer.biases) == values)
    }
    let error = #expect(throws: NetError.self) { try plan.load([0].span, into: .value, of: "conv9/weights") }
    #expect(error?.code == .unknownName)
  }
}
