import Net
import Testing

@Suite("Training beside TensorFlow 1's AdamOptimizer in float64")
struct TensorFlowTrainingTests {
  @Test(
    "ten steps of a narrow VGGish end in the same losses, values and slots", arguments: Loss.allCases,
    TestedEngine.here)
  func tenSteps(loss: Loss, engine: TestedEngine) throws {
    let fixture = try Fixture("ten_steps_\(loss)")
    let network = Network.vggish(
      width: fixture.integer("width"), hiddenUnits: fixture.integer("hidden"),
      classes: fixture.integer("classes"))
    var batch = Batch(fixtureExamples: fixture, network)
    batch.setFixtureTargets(network.outputCount, loss)
    let plan = try engine.engine.compile(
      network, options: PlanOptions(maximumBatchSize: batch.count, threads: 2, training: loss))
    try plan.initialize(seed: UInt64(fixture.integer("seed")))
    let update = AdamUpdate(learningRate: Float(fixture.number("rate")))
    let losses = (0..<10).map { _ in
      plan.trainStep(batch.input.span, targets: batch.targets.span, count: batch.count, update: update)
    }
    #expect(plan.step == 10)
    for (found, expected) in zip(losses, fixture.numbers("losses")) {
      #expect(abs(found - expected) < (engine == .openblas ? 1e-6 : 2e-4) * expected)
    }
    for parameter in network.parameters {
      // A weight moves by up to 1e-2 in ten steps. Adam divides by the root of v, so an error of single precision in
      // a gradient near zero moves a weight more than its size suggests; measured: 3e-6. Winograd's rounding decides
      // one near tie of a pool otherwise here, and Adam makes the most of it: 2.4e-2.
      let tolerance = engine == .openblas ? 2e-5 : 5e-2
      for slot in Slot.allCases {
        let found = sample(try plan.values(slot, of: parameter))
        let expected = fixture.list("\(slot) \(parameter.name)")
        #expect(relativeDistance(found, expected) < tolerance, "\(slot) \(parameter.name)")
      }
    }
  }
}

extension Batch {
  /// The generator's targets: class = row mod classes; with sigmoid every third row has the next class as well.
  fileprivate mutating func setFixtureTargets(_ classes: Int, _ loss: Loss) {
    for index in targets.indices {
      let (row, column) = index.quotientAndRemainder(dividingBy: classes)
      let isSecond = loss == .sigmoid && row % 3 == 0 && column == (row + 1) % classes
      targets[index] = column == row % classes || isSecond ? 1 : 0
    }
  }
}
