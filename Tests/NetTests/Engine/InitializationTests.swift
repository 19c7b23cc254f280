import Net
import Testing

@Suite("Initial weights")
struct InitializationTests {
  private func plan(threads: Int = 2) throws -> any Plan {
    try OpenBLASEngine().compile(
      .vggish(width: 8, classes: 20), options: PlanOptions(maximumBatchSize: 1, threads: threads))
  }

  @Test("have He's variance behind ReLU and Glorot's bound in a linear layer; biases are zero")
  func haveTheirDistribution() throws {
    let plan = try plan()
    try plan.initialize(seed: 3)
    for layer in plan.network.layers {
      let weights = try plan.values(.value, of: layer.weights).map(Double.init)
      let fanOut = layer.biases.count
      let fanIn = weights.count / fanOut
      let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
      let bound = 6 / Double(fanIn + fanOut)
      let expected = layer.activation == .relu ? 2 / Double(fanIn) : bound / 3
      // Five standard errors of the variance of normal numbers.
      #expect(abs(variance / expected - 1) < 5 * (2 / Double(weights.count)).squareRoot(), "\(layer.name)")
      if layer.activation == .linear { #expect(weights.allSatisfy { $0 * $0 <= bound }) }
      #expect(try plan.values(.value, of: layer.biases).allSatisfy { $0 == 0 })
    }
  }

  @Test("depend on the seed, not on threads")
  func dependOnSeedAlone() throws {
    let states = try [(1, 3), (2, 3), (5, 3), (2, 4)].map { threads, seed in
      let plan = try plan(threads: threads)
      try plan.initialize(seed: UInt64(seed))
      return try plan.state()
    }
    #expect(states[0] == states[1])
    #expect(states[0] == states[2])
    #expect(states[0] != states[3])
  }

  @Test("are set in the chosen layers alone")
  func canBeChosen() throws {
    let all = try plan()
    try all.initialize(seed: 3)
    let head = try plan()
    try head.initialize(seed: 3, layers: [9, 10])
    for (index, layer) in all.network.layers.enumerated() {
      let values = try head.values(.value, of: layer.weights)
      #expect(
        index < 9 ? values.allSatisfy { $0 == 0 } : values == (try all.values(.value, of: layer.weights)))
    }
  }
}
