import Net
import Testing

@Suite("Repeatability of the native engine", .enabled(if: NativeEngine.isSupported))
struct NativeRepeatabilityTests {
  /// Three steps with ragged batches; the last two with a limit on the gradient that matters.
  private func state(
    _ kind: NativeNetwork, threads: Int, frozen: [Int], _ unit: ProductUnit
  ) throws -> [String: [Float]] {
    let plan = try kind.plan(batchSize: 40, threads: threads, frozen: frozen, products: unit)
    var update = AdamUpdate(learningRate: 1e-2)
    for step in 0..<3 {
      let batch = Batch(plan.network, count: 40 - 13 * step, seed: UInt64(step))
      _ = plan.trainStep(batch.input.span, targets: batch.targets.span, count: batch.count, update: update)
      update.maximumGradientNorm = 0.01
    }
    return try plan.state()
  }

  @Test(
    "gives the same bits at any number of threads, and again", arguments: NativeNetwork.allCases, [[], [1]])
  func sameBits(kind: NativeNetwork, frozen: [Int]) throws {
    for unit in ProductUnit.here {
      let expected = try state(kind, threads: 2, frozen: frozen, unit)
      for threads in [1, 2, 3, 5] {
        #expect(
          try state(kind, threads: threads, frozen: frozen, unit) == expected, "\(threads) threads, \(unit)")
      }
    }
  }
}
