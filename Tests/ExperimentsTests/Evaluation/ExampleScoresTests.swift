import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("ExampleScores")
struct ExampleScoresTests {
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
    "sums squared probabilities over a clip's and a recording's examples, as a plain loop does",
    arguments: [Loss.sigmoid, .softmax])
  func sums(loss: Loss) throws {
    let scores = try SampleScores.make(loss)
    let (clips, recordings) = (
      try scores.table(at: .clip, .sumOfSquares), try scores.table(at: .recording, .sumOfSquares)
    )
    #expect(clips.labels == [0, 2, 1, 1] && recordings.labels == [0, 2, 1])
    #expect(clips.recordings.groupOfRow == [0, 1, 2, 2] && recordings.names == ["1", "2", "3"])
    #expect(scores.exampleLabels == [0, 0, 0, 2, 1, 1, 1, 1, 1, 1, 1])
    var row = 0
    var (meanLoss, rightExamples, rightClips) = (0.0, 0, 0)
    var recordingSums = [[Double]](repeating: [0, 0, 0], count: 3)
    for (clip, count) in [3, 1, 5, 2].enumerated() {
      var sums = [0.0, 0, 0]
      for _ in 0..<count {
        let part = scores.logits[(3 * row)..<(3 * row + 3)]
        let p = Self.probabilities(part, loss)
        for index in 0..<3 {
          #expect(abs(scores.probabilities[row, index] - p[index]) < 1e-12)
          sums[index] += p[index] * p[index]
        }
        meanLoss += loss.value(logits: part, label: clips.labels[clip]) / 11
        if p.firstIndex(of: p.max() ?? 0) == clips.labels[clip] { rightExamples += 1 }
        row += 1
      }
      for index in 0..<3 {
        #expect(abs(clips.scores[clip, index] - sums[index]) < 1e-12)
        recordingSums[min(clip, 2)][index] += sums[index]
      }
      let best = try #require(sums.firstIndex(of: sums.max() ?? 0))
      #expect(clips.predictions[clip] == best)
      if best == clips.labels[clip] { rightClips += 1 }
    }
    for (row, sums) in recordingSums.enumerated() {
      for index in 0..<3 { #expect(abs(recordings.scores[row, index] - sums[index]) < 1e-12) }
    }
    #expect(abs(try #require(scores.loss) - meanLoss) < 1e-12)
    #expect(try clips.confusion().accuracy == Double(rightClips) / 4)
    #expect(
      try scores.table(at: .example, .sumOfSquares).evaluation().accuracy == Double(rightExamples) / 11)
  }

  @Test("a recording with clips of two classes gives a row for each")
  func sharedRecording() throws {
    var clips = SampleScores.clips
    clips[1].recording = "1"
    let scores = try ExampleScores(
      classes: ["a", "b", "c"], activation: .softmax, clips: clips, logits: SampleScores.logits)
    let table = try scores.table(at: .recording, .mean)
    #expect(table.labels == [0, 2, 1] && table.names == ["1", "1", "3"])
    #expect(table.recordings.groupOfRow == [0, 0, 1])
  }

  @Test("refuses logits that are not finite", arguments: [Float.nan, .infinity, -.infinity])
  func notFinite(value: Float) throws {
    var logits = SampleScores.logits
    logits[17] = value
    let error = try #require(throws: ExperimentError.self) {
      _ = try ExampleScores(
        classes: ["a", "b", "c"], activation: .sigmoid, clips: SampleScores.clips, logits: logits)
    }
    #expect(error.code == .invalidData && error.found.contains("scores are unusable"))
  }

  @Test("clips are told apart by their files, wherever those lie and in whatever order")
  func digest() throws {
    let clips = SampleScores.clips
    let digest = EvaluatedClip.digest(of: clips)
    #expect(EvaluatedClip.digest(of: clips.reversed()) == digest)
    var moved = clips
    moved[0].path = "elsewhere/1.wav"
    #expect(EvaluatedClip.digest(of: moved) == digest)
    moved[0].digest = SHA256.hash("other")
    #expect(EvaluatedClip.digest(of: moved) != digest)
    #expect(EvaluatedClip.digest(of: Array(clips.dropLast())) != digest)
  }
}
