import Net
import Testing

@Suite("A random stream")
struct RandomStreamTests {
  @Test("is xoshiro256** seeded through SplitMix64 from the purpose's FNV-1a hash")
  func equalsReference() {
    // From seed_state and draw in Tests/Fixtures/net/generate.py.
    var stream = RandomStream(seed: 11, purpose: "examples")
    #expect(
      (0..<3).map { _ in stream.next() } == [
        0xdc55_85f5_d309_abae, 0xc654_231c_1436_b03e, 0x9b3e_1c8f_c7bb_9cc0,
      ])
  }

  @Test("continues from its stored state")
  func continues() {
    var stream = RandomStream(seed: 1, purpose: "order")
    for _ in 0..<10 { _ = stream.next() }
    var copy = stream
    #expect((0..<5).map { _ in stream.next() } == (0..<5).map { _ in copy.next() })
  }

  @Test("has a mean and a variance of 0 and 1 in its normal numbers")
  func normalMoments() {
    var stream = RandomStream(seed: 1, purpose: "normal")
    let values = (0..<20_000).map { _ in stream.nextNormal() }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 20_000
    // Standard errors: 0.007 and 0.01.
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.04)
  }
}
