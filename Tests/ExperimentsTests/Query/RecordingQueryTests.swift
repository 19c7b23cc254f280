import Audio
import Foundation
import Metrics
import Testing

@testable import Experiments

@Suite("RecordingQuery")
struct RecordingQueryTests {
  /// A run, and ten seconds of a tone in noise.
  private static func bench() throws -> (TinyTraining, Classifier, String) {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=3"])
    try tiny.data.write("long/long.wav", hertz: 300, seed: 3, 10)
    return (tiny, try Classifier(of: id, in: tiny.registry, batchSize: 4), tiny.data.path + "/long/long.wav")
  }

  private static func answers(_ query: RecordingQuery, _ path: String) throws -> [SpanAnswer] {
    var answers: [SpanAnswer] = []
    try query.answer(path: path) { answers.append($0) }
    return answers
  }

  /// Batches of other sizes differ in the last digits, hence 1e-5.
  @Test("a whole recording is judged by the run's rule over all its examples")
  func whole() throws {
    let (tiny, classifier, path) = try Self.bench()
    defer { withExtendedLifetime(tiny) {} }
    let answer = try #require(try Self.answers(RecordingQuery(classifier, top: 2), path).first)
    let scores = try classifier.probabilities(of: classifier.frontEnd.examples(ofFile: path))
    let best = try scores.aggregated(by: Groups(repeatElement(0, count: 10)), .sumOfSquares).best(2, inRow: 0)
    #expect(answer.exampleCount == 10 && answer.start == 0 && abs(answer.end - 10) < 1e-9)
    #expect(answer.candidates.map(\.classIndex) == best.map(\.classIndex))
    for (found, expected) in zip(answer.candidates, best) {
      #expect(abs(found.score - expected.score) < 1e-5)
    }
    #expect(answer.candidates.allSatisfy { $0.confidence >= 0 && $0.confidence <= 1 })
  }

  @Test("spans hold the examples that start in them, with overlapping ones too")
  func spans() throws {
    let (tiny, classifier, path) = try Self.bench()
    defer { withExtendedLifetime(tiny) {} }
    let plain = try Self.answers(RecordingQuery(classifier, top: 1, spanSeconds: 1.92), path)
    #expect(plain.map(\.exampleCount) == [2, 2, 2, 2, 2])
    #expect(plain.map(\.start) == (0..<5).map { Double($0) * 1.92 })
    #expect(zip(plain, plain.dropFirst()).allSatisfy { $0.end == $1.start } && plain[4].end == 9.6)
    let dense = try Self.answers(
      RecordingQuery(classifier, top: 1, spanSeconds: 0.96, hopSeconds: 0.24), path)
    #expect(dense.map(\.exampleCount).dropLast() == [4, 4, 4, 4, 4, 4, 4, 4, 4])
    let sparse = try Self.answers(RecordingQuery(classifier, top: 1, spanSeconds: 0.5, hopSeconds: 2), path)
    #expect(sparse.map(\.start) == [0, 2, 4, 6, 8] && sparse.allSatisfy { $0.exampleCount == 1 })
  }

  @Test("silence has no answer and no confidence")
  func silence() throws {
    let (tiny, classifier, _) = try Self.bench()
    let zeros = [Float](repeating: 0, count: 48_000)
    try DataFolder.write(
      WaveFile.bytes(zeros[...], sampleRate: 16_000), to: "long/zero.wav", in: tiny.data.folder)
    let answer = try #require(
      try Self.answers(RecordingQuery(classifier, top: 3), tiny.data.path + "/long/zero.wav").first)
    #expect(answer.isSilent && answer.candidates.isEmpty && answer.answer == nil && answer.heard.isEmpty)
    let loud = try #require(
      try Self.answers(RecordingQuery(classifier, top: 3), tiny.data.path + "/low/low1.wav").first)
    #expect(!loud.isSilent && loud.answer != nil)
  }

  @Test("stops when it is told to")
  func interrupted() throws {
    let (tiny, classifier, path) = try Self.bench()
    defer { withExtendedLifetime(tiny) {} }
    var calls = 0
    func isCancelled() -> Bool {
      calls += 1
      return calls > 2
    }
    #expect {
      try RecordingQuery(classifier, top: 1).answer(path: path, isCancelled: isCancelled) { _ in }
    } throws: { ($0 as? ExperimentError)?.code == .interrupted }
    #expect(calls == 3)
  }
}
