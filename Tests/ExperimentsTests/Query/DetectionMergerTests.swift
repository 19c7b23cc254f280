import Testing

@testable import Experiments

@Suite("DetectionMerger")
struct DetectionMergerTests {
  private static func span(_ start: Double, _ end: Double, _ heard: [(Int, Double)]) -> SpanAnswer {
    SpanAnswer(
      start: start, end: end, exampleCount: 1, isSilent: false, candidates: [], answer: heard.first?.0,
      heard: heard.map { SpanAnswer.Candidate(classIndex: $0.0, score: 0, confidence: $0.1) })
  }

  private static func merge(_ spans: [SpanAnswer], gap: Double = 0) -> [[Double?]] {
    var merger = DetectionMerger(gapSeconds: gap)
    var found: [Detection] = []
    for span in spans { found += merger.add(span) }
    found += merger.finish()
    return found.map { [$0.classIndex.map(Double.init), $0.start, $0.end, $0.confidence] }
  }

  @Test("joins what touches, keeps the largest confidence, and has stretches without a bird too")
  func joining() {
    let spans = [
      Self.span(0, 1, [(1, 0.5)]), Self.span(1, 2, [(1, 0.9), (2, 0.6)]), Self.span(2, 3, [(2, 0.4)]),
      Self.span(3, 4, []), Self.span(4, 5, []), Self.span(5, 6, [(1, 0.3)]),
    ]
    #expect(
      Self.merge(spans) == [[1, 0, 2, 0.9], [2, 1, 3, 0.6], [nil, 3, 5, nil], [1, 5, 6, 0.3]])
  }

  @Test("goes on over a gap that is short enough")
  func gap() {
    let spans = [Self.span(0, 1, [(1, 0.5)]), Self.span(1, 2, []), Self.span(2, 3, [(1, 0.7)])]
    #expect(Self.merge(spans, gap: 1).contains([1, 0, 3, 0.7]))
    #expect(Self.merge(spans, gap: 0.5).contains([1, 0, 1, 0.5]))
  }
}
