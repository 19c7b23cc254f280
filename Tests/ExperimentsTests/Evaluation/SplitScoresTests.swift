import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("SplitScores")
struct SplitScoresTests {
  private static let classes = ["a", "b", "c"]

  /// Four clips of 3, 1, 5 and 2 examples, and logits for all of them.
  private static func bench() throws -> (set: ExampleSet, logits: [Float]) {
    let bench = try CacheBench()
    let counts = [3, 1, 5, 2]
    let paths = try bench.write(
      counts.enumerated().map { clip, count in ("\(clip).wav", (0..<count).map { UInt8(10 * clip + $0) }) })
    let store = try bench.examples(of: paths).result.store
    let set = ExampleSet(clips: [0, 1, 2, 3], of: store) { [0, 2, 1, 1][$0] }
    var random = RandomStream(seed: 2, purpose: "logits")
    return (set, (0..<(11 * 3)).map { _ in Float(2 * random.nextNormal()) })
  }

  private static func probabilities(_ logits: ArraySlice<Float>, _ loss: Loss) -> [Double] {
    switch loss {
    case .sigmoid: return logits.map { 1 / (1 + exp(-Double($0))) }
    case .softmax:
      let powers = logits.map { exp(Double($0)) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
  }

  /// 1e-12: a dozen roundings in double precision.
  @Test(
    "sums squared probabilities over a clip's examples, as a plain loop does",
    arguments: [Loss.sigmoid, .softmax])
  func sums(loss: Loss) throws {
    let (set, logits) = try Self.bench()
    let scores = try SplitScores(set: set, logits: logits, loss: loss, classes: Self.classes)
    #expect(scores.exampleCounts == [3, 1, 5, 2])
    #expect(scores.labels == [0, 2, 1, 1])
    #expect(scores.exampleLabels == [0, 0, 0, 2, 1, 1, 1, 1, 1, 1, 1])
    var row = 0
    var (meanLoss, rightExamples, rightClips) = (0.0, 0, 0)
    for (clip, count) in [3, 1, 5, 2].enumerated() {
      var sums = [0.0, 0, 0]
      for _ in 0..<count {
        let part = logits[(3 * row)..<(3 * row + 3)]
        let p = Self.probabilities(part, loss)
        for index in 0..<3 {
          #expect(abs(scores.exampleScores[row, index] - p[index]) < 1e-12)
          sums[index] += p[index] * p[index]
        }
        meanLoss += loss.value(logits: part, label: scores.labels[clip]) / 11
        if p.firstIndex(of: p.max() ?? 0) == scores.labels[clip] { rightExamples += 1 }
        row += 1
      }
      for index in 0..<3 { #expect(abs(scores.clipScores[clip, index] - sums[index]) < 1e-12) }
      let best = try #require(sums.firstIndex(of: sums.max() ?? 0))
      #expect(scores.predictions[clip] == best)
      if best == scores.labels[clip] { rightClips += 1 }
    }
    #expect(abs(scores.loss - meanLoss) < 1e-12)
    #expect(scores.accuracy == Double(rightClips) / 4)
    #expect(scores.exampleAccuracy == Double(rightExamples) / 11)
    #expect(scores.confusion.counts.reduce(0, +) == 4)
  }

  @Test("refuses logits that are not finite", arguments: [Float.nan, .infinity, -.infinity])
  func notFinite(value: Float) throws {
    var (set, logits) = try Self.bench()
    logits[17] = value
    let error = try #require(throws: ExperimentError.self) {
      _ = try SplitScores(set: set, logits: logits, loss: .sigmoid, classes: Self.classes)
    }
    #expect(error.code == .invalidData && error.found.contains("scores are unusable"))
  }
}
