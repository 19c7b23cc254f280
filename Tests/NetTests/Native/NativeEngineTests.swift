import Net
import Testing

@Suite("The native engine", .enabled(if: NativeEngine.isSupported))
struct NativeEngineTests {
  private func refusal(of network: Network) -> NetError? {
    #expect(throws: NetError.self) {
      let options = PlanOptions(maximumBatchSize: 1, threads: 1, training: .softmax)
      return try NativeEngine().compile(network, options: options)
    }
  }

  private func convolution(_ name: String, height: Int, _ activation: Layer.Activation) -> Layer {
    Layer(
      name: name,
      operation: .convolution(
        input: ImageShape(height: height, width: 4, channels: 3), filters: 2, pooled: false),
      activation: activation)
  }

  private func dense(_ name: String, inputs: Int, outputs: Int) -> Layer {
    Layer(name: name, operation: .dense(inputs: inputs, outputs: outputs), activation: .linear)
  }

  @Test("refuses images that are no whole tiles, linear convolutions and training of convolutions at the end")
  func refusesNetworks() throws {
    let odd = try Network(
      layers: [convolution("odd", height: 6, .relu), dense("top", inputs: 48, outputs: 2)], embeddingIndex: 0)
    let linear = try Network(
      layers: [convolution("flat", height: 4, .linear), dense("top", inputs: 32, outputs: 2)],
      embeddingIndex: 0)
    let last = try Network(layers: [convolution("last", height: 4, .relu)], embeddingIndex: 0)
    for network in [odd, linear, last] {
      let error = refusal(of: network)
      #expect(error?.code == .unsupported)
      #expect(error?.remedy.contains("openblas") == true)
    }
    #expect(refusal(of: odd)?.found.contains("odd: 6 × 4") == true)
  }

  @Test("keeps parameters of any width and slot through its own layout", arguments: NativeNetwork.allCases)
  func roundTrip(kind: NativeNetwork) throws {
    let plan = try kind.plan(batchSize: 2)
    for (index, parameter) in kind.network.parameters.enumerated() {
      for slot in Slot.allCases {
        let values = (0..<parameter.count).map { Float($0 + index) }
        try plan.load(values.span, into: slot, of: parameter.name)
        #expect(try plan.values(slot, of: parameter) == values)
      }
    }
  }

  @Test("refuses names, slots and counts that do not fit")
  func refusesWrongParameters() throws {
    let plan = try NativeNetwork.unpooled.plan(batchSize: 1, frozen: [0])
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
      try plan.load(values.span, into: .value, of: "conv0/weights")
    }
    #expect(short?.code == .shapeMismatch)
    #expect(short?.description.contains("[3, 3, 3, 4]") == true)
  }

  @Test("stays within the memory it is meant for")
  func memory() throws {
    let network = Network.vggish(classes: 195)
    func total(_ batchSize: Int, _ training: Loss?) throws -> Int {
      try NativeEngine().memoryEstimate(
        for: network, options: PlanOptions(maximumBatchSize: batchSize, threads: 2, training: training)
      ).total
    }
    #expect(try total(32, .sigmoid) < 1_750_000_000)
    #expect(try total(128, .sigmoid) < 2_450_000_000)
    #expect(try total(128, nil) < 850_000_000)
  }

  @Test("says where the time of a step went")
  func profile() throws {
    let plan = try NativeNetwork.alternating.plan(batchSize: 2)
    let batch = Batch(plan.network, count: 2)
    let profiled = try #require(plan as? any ProfiledPlan)
    _ = plan.trainStep(
      batch.input.span, targets: batch.targets.span, count: 2, update: AdamUpdate(learningRate: 0))
    let times = profiled.stageTimes
    #expect(Set(times.map(\.layer)) == Set(plan.network.layers.map(\.name) + [""]))
    #expect(Set(times.map(\.stage)) == Set(Stage.allCases))
    #expect(times.allSatisfy { $0.seconds > 0 && $0.seconds < 10 })
    profiled.resetStageTimes()
    #expect(profiled.stageTimes.isEmpty)
  }
}
