import Testing

@testable import Experiments

@Suite("The order of an epoch's examples")
struct ExampleOrderTests {
  /// 600 examples of class 0, 90 of class 1, 7 of class 2, none of class 3.
  private static let labels =
    [Int](repeating: 0, count: 600) + [Int](repeating: 1, count: 90)
    + [Int](repeating: 2, count: 7)

  private static func order(_ sampling: Sampling, seed: UInt64 = 5) -> ExampleOrder {
    ExampleOrder(count: labels.count, classCount: 4, seed: seed, sampling: sampling) { [labels[$0]] }
  }

  /// How often each example comes in an epoch.
  private static func counts(_ order: ExampleOrder, epoch: Int) -> [Int] {
    order.examples(ofEpoch: epoch).reduce(into: [Int](repeating: 0, count: labels.count)) { $0[$1] += 1 }
  }

  @Test("natural: every example once, in another order each epoch")
  func natural() {
    let order = Self.order(.natural)
    #expect(Self.counts(order, epoch: 1).allSatisfy { $0 == 1 })
    #expect(order.examples(ofEpoch: 1) != order.examples(ofEpoch: 2))
  }

  @Test("by class: as many as there are, each class its share, its examples equally often", arguments: 1...20)
  func shares(epoch: Int) {
    for (sampling, shares) in [
      // 697 / 3, and 697 · √n / (√600 + √90 + √7).
      (Sampling.balanced, [232.33, 232.33, 232.33]), (.squareRoot, [466.12, 180.53, 50.35]),
    ] {
      let counts = Self.counts(Self.order(sampling), epoch: epoch)
      #expect(counts.reduce(0, +) == 697)
      for (label, share) in shares.enumerated() {
        let own = counts.indices.filter { Self.labels[$0] == label }.map { counts[$0] }
        #expect(abs(Double(own.reduce(0, +)) - share) <= 1.01, "\(sampling) class \(label)")
        #expect((own.max() ?? 0) - (own.min() ?? 0) <= 1)
      }
    }
  }

  @Test("is a function of seed and epoch, and over the epochs every example has its turn")
  func repeats() {
    #expect(
      Self.order(.balanced).examples(ofEpoch: 3) == Self.order(.balanced).examples(ofEpoch: 3))
    #expect(
      Self.order(.balanced).examples(ofEpoch: 3)
        != Self.order(.balanced, seed: 6).examples(ofEpoch: 3))
    let all = (1...40).map { Self.counts(Self.order(.balanced), epoch: $0) }
    #expect(Self.labels.indices.allSatisfy { example in all.contains { $0[example] > 0 } })
  }

  @Test("an example of several classes is drawn for each of them")
  func severalClasses() {
    let order = ExampleOrder(count: 100, classCount: 2, seed: 1, sampling: .balanced) {
      $0 == 0 ? [0, 1] : [0]
    }
    let drawn = order.examples(ofEpoch: 1)
    #expect(drawn.count == 100)
    // All of class 1 is example 0, which may also come once for class 0.
    #expect((50...51).contains(drawn.filter { $0 == 0 }.count))
  }
}
