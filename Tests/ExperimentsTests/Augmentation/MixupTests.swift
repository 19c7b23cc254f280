import Net
import Testing

@testable import Experiments

@Suite("Mixup")
struct MixupTests {
  @Test("draws shares from Beta(α, α)", arguments: [0.05, 0.2, 1.0, 4.0])
  func beta(alpha: Double) {
    var stream = RandomStream(seed: 3, purpose: "beta")
    let count = 20_000
    let shares = (0..<count).map { _ in Mixup.beta(alpha, using: &stream) }
    #expect(shares.allSatisfy { (0...1).contains($0) })
    let mean = shares.reduce(0, +) / Double(count)
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    // αβ / ((α + β)² (α + β + 1)); the mean's standard error is at most 0.5 / √20,000 = 0.0035.
    #expect(abs(mean - 0.5) < 0.015)
    #expect(abs(variance - 1 / (4 * (2 * alpha + 1))) < 0.01)
    if alpha == 1 {
      let below = shares.filter { $0 < 0.25 }.count
      #expect(abs(Double(below) / Double(count) - 0.25) < 0.015)
    }
  }

  @Test("mixes inputs, targets and weights by the same share, and keeps the labels' mass")
  func batch() throws {
    var config = AugmentConfig()
    config.mixup = 1
    let mixup = try #require(Mixup(config))
    let count = 8
    // Inputs that say whose they are: example e is e everywhere; its target is class e, its weight e + 1.
    var batch = TrainingBatch(
      count: count, input: (0..<(count * 3)).map { Float($0 / 3) },
      targets: (0..<(count * count)).map { $0 / count == $0 % count ? 1 : 0 },
      weights: (0..<count).map { Float($0 + 1) })
    let original = batch
    var stream = RandomStream(seed: 9, purpose: "mixup")
    mixup.apply(to: &batch, using: &stream)
    #expect(batch != original)
    for row in 0..<count {
      let targets = batch.targets[(row * count)..<((row + 1) * count)]
      #expect(abs(targets.reduce(0, +) - 1) < 1e-6)
      #expect(targets.filter { $0 != 0 }.count <= 2)
      let expected = zip(targets, 0..<count).reduce(0) { $0 + $1.0 * Float($1.1) }
      #expect(batch.input[(row * 3)..<(row * 3 + 3)].allSatisfy { abs($0 - expected) < 1e-5 })
      #expect(abs(batch.weights[row] - expected - 1) < 1e-5)
    }
    #expect(Mixup(AugmentConfig()) == nil)
  }
}
