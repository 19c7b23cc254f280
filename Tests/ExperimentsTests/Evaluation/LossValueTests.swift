import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Loss.value")
struct LossValueTests {
  /// The definitions, literally; they hold as long as nothing overflows or cancels.
  private static func naive(_ loss: Loss, _ logits: [Float], label: Int) -> Double {
    switch loss {
    case .sigmoid:
      let terms = logits.enumerated().map { index, logit in
        let p = 1 / (1 + exp(-Double(logit)))
        return index == label ? -log(p) : -log(1 - p)
      }
      return terms.reduce(0, +) / Double(logits.count)
    case .softmax:
      let powers = logits.map { exp(Double($0)) }
      return -log(powers[label] / powers.reduce(0, +))
    }
  }

  /// Beyond ±10 the naive `1 − p` itself loses digits, hence the range; 1e-10 leaves room for what it loses within.
  @Test("is the definition in double precision", arguments: [Loss.sigmoid, .softmax])
  func definition(loss: Loss) {
    var random = RandomStream(seed: 1, purpose: "logits")
    for count in [1, 2, 3, 50] {
      for _ in 0..<50 {
        let logits = (0..<count).map { _ in Float(random.nextUniform() * 20 - 10) }
        let label = random.next(below: count)
        let expected = Self.naive(loss, logits, label: label)
        #expect(abs(loss.value(logits: logits, label: label) - expected) <= 1e-10 * max(1, abs(expected)))
      }
    }
  }

  @Test(
    "stays exact for logits far beyond where the exponential overflows",
    arguments: [1e3, 1e10, 3.4e38] as [Float])
  func hugeLogits(huge: Float) {
    let x = Double(huge)
    #expect(Loss.sigmoid.value(logits: [huge, -huge], label: 0) == 0)
    #expect(Loss.sigmoid.value(logits: [-huge, huge], label: 0) == x)
    #expect(Loss.sigmoid.value(logits: [0, 0], label: 1) == log(2))
    #expect(Loss.softmax.value(logits: [huge, -huge, 0], label: 0) == 0)
    #expect(Loss.softmax.value(logits: [-huge, huge], label: 0) == 2 * x)
    #expect(Loss.softmax.value(logits: [huge, huge], label: 1) - log(2) <= x * 1e-15)
  }

  @Test("takes a slice with indices of its own")
  func slices() {
    let all: [Float] = [9, 9, 1, 2, 3]
    #expect(
      Loss.softmax.value(logits: all[2...], label: 2) == Loss.softmax.value(logits: [1, 2, 3], label: 2))
    #expect(
      Loss.sigmoid.value(logits: all[2...], label: 0) == Loss.sigmoid.value(logits: [1, 2, 3], label: 0))
  }
}
