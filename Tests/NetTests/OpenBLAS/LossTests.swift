import Net
import Testing

/// The loss alone: a dense layer with identity weights hands the input through as logits.
@Suite("Losses of the openblas engine")
struct LossTests {
  private func lossAndGradient(
    _ loss: Loss, logits: [Float], targets: [Float]
  ) throws -> (loss: Double, gradient: [Float]) {
    let layer = Layer(name: "identity", operation: .dense(inputs: 3, outputs: 3), activation: .linear)
    let network = try Network(layers: [layer], embeddingIndex: 0)
    let count = logits.count / 3
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: count, threads: 1, training: loss))
    let identity: [Float] = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    try plan.load(identity.span, into: .value, of: "identity/weights")
    let value = plan.trainStep(
      logits.span, targets: targets.span, count: count, update: AdamUpdate(learningRate: 0, beta1: 0.5))
    return (value, try plan.values(.firstMoment, of: layer.biases).map { $0 / 0.5 })
  }

  @Test("stay finite and exact for logits of any size", arguments: Loss.allCases)
  func areStable(loss: Loss) throws {
    let right = try lossAndGradient(loss, logits: [1e4, -1e4, -1e4], targets: [1, 0, 0])
    #expect(right.loss == 0)
    #expect(right.gradient == [0, 0, 0])
    let wrong = try lossAndGradient(loss, logits: [-1e4, 1e4, -1e4], targets: [1, 0, 0])
    // Sigmoid: (1e4 + 1e4 + 0) / 3; softmax: the distance of the two logits.
    #expect(abs(wrong.loss - (loss == .sigmoid ? 2e4 / 3 : 2e4)) < 1e-11)
    #expect(wrong.gradient == (loss == .sigmoid ? [-1.0 / 3, 1.0 / 3, 0] : [-1, 1, 0]))
  }

  @Test("are means over the batch, sigmoid's over the classes as well")
  func areMeans() throws {
    // log 2 for each class at logit 0; softmax: log 3 for each example.
    let logits = [Float](repeating: 0, count: 6)
    let targets: [Float] = [1, 0, 1, 0, 0, 1]
    let sigmoid = try lossAndGradient(.sigmoid, logits: logits, targets: targets)
    #expect(abs(sigmoid.loss - logarithm(2)) < 1e-15)
    #expect(largestDifference(sigmoid.gradient, [0, 1.0 / 6, -1.0 / 6]) < 1e-7)
    let softmax = try lossAndGradient(.softmax, logits: logits, targets: [1, 0, 0, 0, 0.5, 0.5])
    #expect(abs(softmax.loss - logarithm(3)) < 1e-15)
    #expect(largestDifference(softmax.gradient, [-1.0 / 6, 1.0 / 12, 1.0 / 12]) < 1e-7)
  }
}
