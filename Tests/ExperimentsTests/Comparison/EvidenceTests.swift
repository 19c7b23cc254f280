import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("Evidence about runs")
struct EvidenceTests {
  private static func run(_ scores: ExampleScores, _ digit: String = "1") throws -> ScoredRun {
    var record = EvaluationRecord(
      createdAt: .now, target: .split(.test), snapshot: SnapshotPosition(epoch: 1),
      exampleCount: scores.clipOfExample.count, clipCount: scores.clips.count, seconds: 1)
    record.aggregation = .sumOfSquares
    return ScoredRun(
      id: try #require(RunID(String(repeating: digit, count: 8))), record: record, scores: scores)
  }

  private struct Reference: Decodable {
    struct Interval: Decodable {
      var estimate: Double
      var lower: Double
      var upper: Double
    }

    struct Class: Decodable {
      var gained: Int
      var lost: Int
      var adjusted: Double
    }

    var classes: [String]
    var recordings: [String]
    var labels: [Int]
    var first: [Float]
    var second: [Float]
    var accuracy: Interval
    var difference: Interval
    var gained: Int
    var lost: Int
    var pValue: Double
    var byClass: [Class]
    var changedClips: [Int]
  }

  private static func reference() throws -> (Reference, ScoredRun, ScoredRun) {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/comparison/pair.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let reference = try decoder.decode(Reference.self, from: Data(contentsOf: path))
    let clips = zip(reference.recordings, reference.labels).enumerated().map { index, clip in
      EvaluatedClip(
        path: "\(reference.classes[clip.1])/\(index).wav", recording: clip.0, label: clip.1, exampleCount: 1)
    }
    func scored(_ logits: [Float], _ digit: String) throws -> ScoredRun {
      try run(
        ExampleScores(classes: reference.classes, activation: .softmax, clips: clips, logits: logits), digit)
    }
    return (reference, try scored(reference.first, "1"), try scored(reference.second, "2"))
  }

  /// Tests agree to 1e-9. Intervals come from other resamples, 2,000 here and 20,000 there: their ends differ by the error
  /// of a simulated quantile, hence 0.02.
  @Test("the intervals and tests of a pair are those of SciPy and statsmodels")
  func outside() throws {
    let (reference, first, second) = try Self.reference()
    let pair = try #require(try PairEvidence(first, second, metrics: [.accuracy, .macroF1]))
    let accuracy = try Evidence.interval(of: .accuracy, first.table(at: .clip))
    let difference = try #require(pair.differences[.accuracy])
    for (found, expected) in [(accuracy, reference.accuracy), (difference, reference.difference)] {
      #expect(abs(found.estimate - expected.estimate) < 1e-12)
      #expect(
        abs(found.lower - expected.lower) < 0.02 && abs(found.upper - expected.upper) < 0.02,
        "\(found) \(expected)")
    }
    let test = pair.comparison.overall
    #expect(test.onlySecondCorrect == reference.gained && test.onlyFirstCorrect == reference.lost)
    #expect(abs(test.pValue - reference.pValue) < 1e-9)
    #expect(pair.comparison.classes.count == reference.byClass.count)
    for (found, expected) in zip(pair.comparison.classes, reference.byClass) {
      #expect(found.test.onlySecondCorrect == expected.gained && found.test.onlyFirstCorrect == expected.lost)
      #expect(abs(found.adjustedPValue - expected.adjusted) < 1e-9)
    }
    #expect(
      pair.changedClips.map(\.path)
        == reference.changedClips.map { "\(reference.classes[reference.labels[$0]])/\($0).wav" })
    #expect(pair.verdict == .secondBetter)
    #expect(try #require(try PairEvidence(second, first, metrics: [.accuracy])).verdict == .firstBetter)
    #expect(try #require(try PairEvidence(first, first, metrics: [.accuracy])).verdict == .undecided)
  }

  @Test("clips and classes in another order give the same evidence, other clips none")
  func alignment() throws {
    let (_, first, second) = try Self.reference()
    let pair = try #require(try PairEvidence(first, second, metrics: [.accuracy]))
    let (scores, count) = (second.scores, second.scores.classes.count)
    let order = Array(scores.clips.indices.reversed())
    let columns = Array((0..<count).reversed())
    func logits(_ clips: [Int]) -> [Float] {
      clips.flatMap { clip in columns.map { scores.logits[clip * count + $0] } }
    }
    func clips(_ indices: [Int]) -> [EvaluatedClip] {
      indices.map { index in
        var clip = scores.clips[index]
        clip.label = count - 1 - clip.label
        return clip
      }
    }
    let classes = Array(scores.classes.reversed())
    let turned = try ExampleScores(
      classes: classes, activation: .softmax, clips: clips(order), logits: logits(order))
    let other = try #require(try PairEvidence(first, Self.run(turned), metrics: [.accuracy]))
    #expect(other.comparison == pair.comparison && other.changedClips == pair.changedClips)
    #expect(other.differences[.accuracy] == pair.differences[.accuracy])
    let fewer = try ExampleScores(
      classes: classes, activation: .softmax, clips: clips(Array(order.dropLast())),
      logits: logits(Array(order.dropLast())))
    #expect(try PairEvidence(first, Self.run(fewer)) == nil)
    var moved = clips(order)
    moved[0].path = "elsewhere.wav"
    let elsewhere = try ExampleScores(
      classes: classes, activation: .softmax, clips: moved, logits: logits(order))
    #expect(try PairEvidence(first, Self.run(elsewhere)) == nil)
  }

  @Test("an accuracy of 1 has an interval of some width")
  func perfect() throws {
    let scores = try SampleScores.random(clipCount: 40, classCount: 4, rate: 1, seed: 1)
    let interval = try Evidence.interval(of: .accuracy, Self.run(scores).table(at: .clip))
    // 20 recordings of two clips; (α/2)^(1/20) is Clopper and Pearson's lower end where all of n are right.
    #expect(interval.upper == 1 && abs(interval.lower - pow(0.025, 1 / 20)) < 1e-9)
    #expect(interval.method == .clopperPearson)
  }

  /// Two seeds of one model: each recording is right with one probability for both, and a fifth of the recordings are hard.
  /// Of 200 pairs at a level of 5 % at most 18 may be claimed by chance (99.7 % of a binomial with p = 0.05).
  @Test("no difference between two seeds of one model is claimed more often than the level says")
  func falseClaims() throws {
    var claims = (verdict: 0, test: 0)
    for seed in 0..<200 {
      let runs = try ["1", "2"].map { digit in
        try Self.run(
          SampleScores.random(
            clipCount: 80, classCount: 4, rate: 0.8, seed: UInt64(2 * seed) + (digit == "1" ? 0 : 1)),
          digit)
      }
      guard try #require(try PairEvidence(runs[0], runs[1], metrics: [])).comparison.overall.pValue < 0.05
      else { continue }
      claims.test += 1
      let pair = try #require(try PairEvidence(runs[0], runs[1], metrics: [.accuracy]))
      if pair.verdict != .undecided { claims.verdict += 1 }
    }
    #expect(claims.verdict <= claims.test && claims.test <= 18, "\(claims)")
  }

  @Test("ranks runs by the mean of their ranks, ties shared, and tests each against the first")
  func ranks() throws {
    let rates = [0.5, 0.95, 0.7]
    let runs = try rates.enumerated().map { index, rate in
      try Self.run(
        SampleScores.random(clipCount: 200, classCount: 4, rate: rate, seed: UInt64(index)), "\(index)")
    }
    let table = try #require(try RankTable(runs))
    #expect(table.rows.map(\.id.text) == ["11111111", "22222222", "00000000"])
    #expect(table.rows.map(\.meanRank) == [1, 2, 3] && table.rows[0].pValue == nil)
    let pValues = table.rows.dropFirst().compactMap(\.pValue)
    let raw = try [runs[2], runs[0]].map {
      try #require(try PairEvidence(runs[1], $0, metrics: [])).comparison.overall.pValue
    }
    #expect(pValues == HolmCorrection.adjusted(raw) && pValues.allSatisfy { $0 < 0.05 })
    let tied = try #require(try RankTable([runs[0], runs[0], runs[1]]))
    #expect(tied.rows.map(\.meanRank) == [1, 2.5, 2.5])
  }
}
