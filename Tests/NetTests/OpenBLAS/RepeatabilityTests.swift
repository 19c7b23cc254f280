import Net
import Testing

@Suite("Repeatability of the openblas engine")
struct RepeatabilityTests {
  /// Three steps on a network with pieces of every kind, whose batch makes unequal groups.
  private func state(_ kind: SmallNetwork, threads: Int) throws -> [String: [Float]] {
    let network = kind.network
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: 11, threads: threads, training: .sigmoid))
    try plan.initialize(seed: 2)
    var update = AdamUpdate(learningRate: 1e-2)
    update.maximumGradientNorm = 0.01
    for step in 0..<3 {
      let batch = Batch(network, count: 11 - step, seed: UInt64(step))
      _ = plan.trainStep(batch.input.span, targets: batch.targets.span, count: batch.count, update: update)
    }
    return try plan.state()
  }

  @Test("gives the same bits at any number of threads", arguments: SmallNetwork.allCases)
  func sameBits(kind: SmallNetwork) throws {
    let expected = try state(kind, threads: 2)
    for threads in [1, 2, 3, 5] {
      #expect(try state(kind, threads: threads) == expected, "\(threads) threads")
    }
  }
}
