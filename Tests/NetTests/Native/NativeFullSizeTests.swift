import Net
import Testing

@Suite("The full-size network on the native engine", .serialized, .enabled(if: NativeEngine.isSupported))
struct NativeFullSizeTests {
  @Test("equals PyTorch's float64 in embedding, logits and first gradients", arguments: ProductUnit.here)
  func equalsPyTorch(unit: ProductUnit) throws {
    let fixture = try Fixture("full_size")
    let network = Network.vggish(classes: fixture.integer("classes"))
    let count = fixture.integer("batch")
    let plan = try NativeEngine(products: unit).compile(
      network, options: PlanOptions(maximumBatchSize: count, threads: 2, training: .sigmoid))
    try plan.initialize(seed: UInt64(fixture.integer("seed")))
    let batch = Batch(fixtureExamples: fixture, network)
    let loss = plan.trainStep(
      batch.input.span, targets: batch.targets.span, count: count,
      update: AdamUpdate(learningRate: 0, beta1: 0.5))
    #expect(abs(loss - fixture.number("loss")) < 1e-6 * fixture.number("loss"))
    let logits = plan.activation(ofLayer: network.layers.count - 1, count: count)
    let embedding = plan.activation(ofLayer: network.embeddingIndex, count: count)
    #expect(largestDifference(logits, fixture.list("logits")) < 4e-5)
    #expect(largestDifference(embedding, fixture.list("embedding")) < 4e-5)
    for layer in network.layers {
      // A near tie in a pool or rectifier that single precision breaks differently costs a convolution's gradient up
      // to 3e-3; dense layers see none.
      let tolerance = layer.outputImage == nil ? 5e-6 : 3e-3
      for parameter in [layer.weights, layer.biases] {
        let gradient = sample(try plan.values(.firstMoment, of: parameter)).map { $0 / 0.5 }
        let distance = relativeDistance(gradient, fixture.list("gradient \(parameter.name)"))
        #expect(distance < tolerance, "\(parameter.name)")
      }
    }
  }
}
