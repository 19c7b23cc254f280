import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

/// What the evidence says of two recorded runs where chance alone decides which is which: `JX_PAIR` names a registry and the two runs,
/// as in `JX_PAIR=runs,3e199676,96561c81`.
@Suite("Evidence on stored predictions")
struct StoredPairTests {
  private static let pair = ProcessInfo.processInfo.environment["JX_PAIR"]

  /// Recordings drawn with replacement, each with what the runs said of it, in an order that a coin decides.
  private static func simulate(
    _ runs: (ScoredRun, ScoredRun), using random: inout SplitMix
  ) throws -> (ScoredRun, ScoredRun) {
    let scores = runs.0.scores
    let width = scores.classes.count
    var starts = [0]
    for clip in scores.clips { starts.append(starts[starts.count - 1] + clip.exampleCount) }
    let recordings = Dictionary(grouping: scores.clips.indices) { scores.clips[$0].recording }
      .sorted { $0.key < $1.key }.map(\.value)
    var clips: [EvaluatedClip] = []
    var logits: ([Float], [Float]) = ([], [])
    for draw in recordings.indices {
      let isSwapped = Bool.random(using: &random)
      for index in recordings[Int.random(in: recordings.indices, using: &random)] {
        var clip = scores.clips[index]
        clip.path = "\(draw)/\(clip.path)"
        clip.recording = "\(draw)"
        clip.digest = nil
        clips.append(clip)
        let values = (starts[index] * width)..<(starts[index + 1] * width)
        let pair = (runs.0.scores.logits[values], runs.1.scores.logits[values])
        logits.0 += isSwapped ? pair.1 : pair.0
        logits.1 += isSwapped ? pair.0 : pair.1
      }
    }
    func run(_ run: ScoredRun, _ logits: [Float]) throws -> ScoredRun {
      ScoredRun(
        id: run.id, record: run.record,
        scores: try ExampleScores(
          classes: scores.classes, activation: scores.activation, clips: clips, logits: logits))
    }
    return (try run(runs.0, logits.0), try run(runs.1, logits.1))
  }

  @Test(
    "of 200 pairs without a difference no more are claimed than the level says",
    .enabled(if: ProcessInfo.processInfo.environment["JX_PAIR"] != nil))
  func falseClaims() throws {
    let parts = try #require(Self.pair).split(separator: ",").map(String.init)
    try #require(parts.count == 3)
    let registry = try Registry(directory: parts[0], createsMissing: false)
    let first = try #require(try ScoredRun(registry.resolve(parts[1]), split: .test, in: registry))
    let other = try #require(try ScoredRun(registry.resolve(parts[2]), split: .test, in: registry))
    let second = try #require(try other.aligned(with: first))
    var random = SplitMix(state: 1)
    var (verdicts, tests, intervals, differing) = (0, 0, 0, 0)
    for _ in 0..<200 {
      let runs = try Self.simulate((first, second), using: &random)
      let pair = try #require(try PairEvidence(runs.0, runs.1, metrics: [.accuracy]))
      if pair.verdict != .undecided { verdicts += 1 }
      if pair.comparison.overall.pValue < 0.05 { tests += 1 }
      if let interval = pair.differences[.accuracy], interval.lower > 0 || interval.upper < 0 {
        intervals += 1
      }
      differing += pair.comparison.gained.count + pair.comparison.lost.count
    }
    print(
      "claimed \(verdicts) of 200; McNemar alone \(tests), interval alone \(intervals); "
        + "\(Double(differing) / 200) of \(first.scores.clips.count) clips' recordings differ in the mean")
    // 99.7 % of a binomial of 200 with p = 0.05.
    #expect(verdicts <= 18)
  }
}
