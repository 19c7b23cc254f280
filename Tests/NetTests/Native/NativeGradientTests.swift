import Net
import Testing

@Suite("Forward and backward pass of the native engine", .enabled(if: NativeEngine.isSupported))
struct NativeGradientTests {
  /// Winograd's transforms lose about two bits against sums in a row; measured at most 1.5e-6 in these networks.
  private static let tolerance = 5e-6

  @Test("equal naive loops in double precision", arguments: NativeNetwork.allCases, Loss.allCases)
  func equalNaiveLoops(kind: NativeNetwork, loss: Loss) throws {
    let network = kind.network
    let plans = try ProductUnit.here.map { try kind.plan(batchSize: 19, training: loss, products: $0) }
    let reference = ReferenceNetwork(network, values: try plans[0].doubleValues())
    // 19 of the small ones make chunks and a ragged last one; VGGish in naive loops takes a second an example.
    let batch = Batch(network, count: kind == .vggish ? 2 : 19)

    let expected = reference.gradients(
      batch.doubleInput, targets: batch.doubleTargets, count: batch.count, loss)
    let pass = reference.forward(batch.doubleInput, count: batch.count)
    for (plan, unit) in zip(plans, ProductUnit.here) {
      let gradients = try plan.gradients(batch)
      let logits = plan.activation(ofLayer: network.layers.count - 1, count: batch.count)
      #expect(relativeDistance(logits, pass.logits) < Self.tolerance, "\(unit)")
      #expect(gradients.count == network.parameters.count)
      for (name, gradient) in gradients {
        #expect(relativeDistance(gradient, expected[name] ?? []) < Self.tolerance, "\(name), \(unit)")
      }
    }
  }

  @Test("give every layer's output when asked", arguments: [1, 2, 17], ProductUnit.here)
  func keptLayers(count: Int, unit: ProductUnit) throws {
    let network = NativeNetwork.alternating.network
    let all = Set(network.layers.indices)
    let plan = try NativeNetwork.alternating.plan(
      batchSize: 17, training: nil, keptLayers: all, products: unit)
    let reference = ReferenceNetwork(network, values: try plan.doubleValues())
    let batch = Batch(network, count: count)
    let pass = reference.forward(batch.doubleInput, count: count)
    plan.forward(batch.input.span, count: count)
    for index in network.layers.indices {
      let found = plan.activation(ofLayer: index, count: count)
      #expect(relativeDistance(found, pass.outputs[index]) < Self.tolerance, "layer \(index)")
    }
  }

  @Test("do not depend on what else is in the batch, or was in the last one", arguments: ProductUnit.here)
  func examplesAreIndependent(unit: ProductUnit) throws {
    let network = NativeNetwork.alternating.network
    let plan = try NativeNetwork.alternating.plan(batchSize: 20, training: nil, products: unit)
    let batch = Batch(network, count: 20)
    let all = plan.logits(batch.input, count: 20)
    for count in [19, 7, 1] {
      let some = plan.logits(batch.prefix(count).input, count: count)
      #expect(some == Array(all.prefix(some.count)), "\(count) examples")
    }
  }
}
