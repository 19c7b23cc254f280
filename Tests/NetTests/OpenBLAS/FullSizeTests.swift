import Net
import Testing

/// The 72 million parameters of VGGish beside PyTorch in double precision.
@Suite("The full-size network", .serialized)
struct FullSizeTests {
  @Test("equals PyTorch's float64 in weights, embedding, logits and first gradients")
  func equalsPyTorch() throws {
    let fixture = try Fixture("full_size")
    let network = Network.vggish(classes: fixture.integer("classes"))
    #expect(network.parameterCount - 12_900 - 1_010 == 72_141_184)
    let count = fixture.integer("batch")
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: count, threads: 2, training: .sigmoid))
    try plan.initialize(seed: UInt64(fixture.integer("seed")))
    for layer in network.layers {
      let weights = sample(try plan.values(.value, of: layer.weights))
      // The same stream in numpy; float32 apart by at most its last bit.
      #expect(relativeDistance(weights, fixture.list("initial \(layer.weights.name)")) < 1e-7)
    }
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
        let expected = fixture.list("gradient \(parameter.name)")
        #expect(expected.contains { $0 != 0 })
        let distance = relativeDistance(gradient, expected)
        #expect(distance < tolerance, "\(parameter.name)")
      }
    }
  }
}

extension Batch {
  /// The examples of a fixture, drawn as its generator draws them; each of one class, (3 · row + 1) mod classes.
  init(fixtureExamples fixture: Fixture, _ network: Network) {
    let count = fixture.integer("batch")
    self.init(network, count: count)
    var stream = RandomStream(seed: UInt64(fixture.integer("seed")), purpose: "examples")
    input = (0..<(count * network.inputCount)).map { _ in Float(stream.nextUniform() * 6 - 4) }
    let classes = network.outputCount
    targets = (0..<(count * classes)).map { (3 * ($0 / classes) + 1) % classes == $0 % classes ? 1 : 0 }
  }
}
