import Foundation
import Net
import Testing

/// A dense layer with identity weights hands the input through as logits; the biases' gradient is that of the logits.
@Suite("Focal loss")
struct FocalLossTests {
  private struct Case: Decodable {
    var loss: Loss
    var gamma: Double
    var logits: [Float]
    var targets: [Float]
    var value: Double
    var gradient: [Double]
  }

  private static let classes = 3

  private static func cases() throws -> [Case] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/net")
    return try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: folder.appending(path: "focal.json")))
  }

  /// The loss of a batch, and the gradient of the biases: the sum over the examples of that of the logits.
  private static func step(
    _ engine: any Engine, _ loss: Loss, gamma: Double, logits: [Float], targets: [Float]
  ) throws -> (loss: Double, gradient: [Float]) {
    let layer = Layer(name: "identity", operation: .dense(inputs: 3, outputs: 3), activation: .linear)
    let count = logits.count / classes
    var options = PlanOptions(maximumBatchSize: count, threads: 1, training: loss)
    options.focalGamma = gamma
    let plan = try engine.compile(Network(layers: [layer], embeddingIndex: 0), options: options)
    let identity: [Float] = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    try plan.load(identity.span, into: .value, of: "identity/weights")
    let value = plan.trainStep(
      logits.span, targets: targets.span, count: count, update: AdamUpdate(learningRate: 0, beta1: 0.5))
    return (value, try plan.values(.firstMoment, of: layer.biases).map { $0 / 0.5 })
  }

  @Test("equals PyTorch in value and gradient, for hard and soft targets", arguments: TestedEngine.here)
  func equalsTorch(engine: TestedEngine) throws {
    let cases = try Self.cases()
    #expect(cases.count == 20)
    for item in cases {
      let found = try Self.step(
        engine.engine, item.loss, gamma: item.gamma, logits: item.logits, targets: item.targets)
      let sums = (0..<Self.classes).map { column in
        stride(from: column, to: item.gradient.count, by: Self.classes).reduce(0) { $0 + item.gradient[$1] }
      }
      // The loss is computed in double precision from logits that pass a layer in single precision.
      #expect(abs(found.loss - item.value) < 1e-6 * max(1, item.value), "\(item.loss) \(item.gamma)")
      #expect(largestDifference(found.gradient, sums) < 1e-6, "\(item.loss) \(item.gamma)")
    }
  }

  @Test("its gradient equals finite differences", arguments: Loss.allCases, [0.5, 2.0])
  func equalsFiniteDifferences(loss: Loss, gamma: Double) throws {
    let engine = OpenBLASEngine()
    let targets: [Float] = [0.3, 0.7, 0]
    let logits: [Float] = [0.5, -1.25, 2]
    let gradient = try Self.step(engine, loss, gamma: gamma, logits: logits, targets: targets).gradient
    for index in logits.indices {
      // A power of two: adding it to these logits is exact.
      let width: Float = 0x1p-12
      var (above, below) = (logits, logits)
      above[index] += width
      below[index] -= width
      let slope =
        (try Self.step(engine, loss, gamma: gamma, logits: above, targets: targets).loss
          - Self.step(engine, loss, gamma: gamma, logits: below, targets: targets).loss) / Double(2 * width)
      #expect(abs(Double(gradient[index]) - slope) < 1e-6)
    }
  }

  @Test("stays finite for logits of any size, and passes over what is surely right", arguments: Loss.allCases)
  func extremes(loss: Loss) throws {
    for gamma in [0.5, 2] {
      let engine = OpenBLASEngine()
      let right = try Self.step(engine, loss, gamma: gamma, logits: [1e4, -1e4, -1e4], targets: [1, 0, 0])
      #expect(right.loss == 0 && right.gradient == [0, 0, 0])
      let wrong = try Self.step(engine, loss, gamma: gamma, logits: [-1e4, 1e4, -1e4], targets: [1, 0, 0])
      #expect(abs(wrong.loss - (loss == .sigmoid ? 2e4 / 3 : 2e4)) < 1e-9)
      #expect(wrong.gradient.allSatisfy(\.isFinite) && wrong.gradient[0] < 0 && wrong.gradient[1] > 0)
    }
  }
}
