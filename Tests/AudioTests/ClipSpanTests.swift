import Foundation
import Testing

@testable import Audio

@Suite("ClipSpan and parts of recordings")
struct ClipSpanTests {
  @Test("texts read back equal; what is no span is nil")
  func text() throws {
    for (start, end, text) in [
      (1.5, 4.5, "1.5,4.5"), (0, nil, "0"), (0.1, 0.30000000000000004, "0.1,0.30000000000000004"),
    ]
      as [(Double, Double?, String)]
    {
      let span = try #require(ClipSpan(start: start, end: end))
      #expect(span.description == text)
      #expect(ClipSpan(text) == span)
    }
    for text in ["", ",", "1,", "2,1", "1,1", "-1,2", "nan,1", "0,inf", "1,2,3", "1e9,2e9", "x"] {
      #expect(ClipSpan(text) == nil, "\(text)")
    }
  }

  @Test(
    "a part has the samples of the whole between its ends, to the bit",
    arguments: ["wav", "flac"])
  func samples(_ format: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a." + format
    var random = TestRandom(seed: 3)
    let samples = (0..<40_000).map { _ in Float(random.next() % 20_000) / 32_768 - 0.3 }
    try AudioWriter.write(
      Clip(samples: samples, sampleRate: 8000), to: path, format: AudioWriter.Format(rawValue: format) ?? .wav
    )
    let whole = try Clip.decode(path: path).samples
    let spans: [(Double, Double?, Range<Int>)] = [
      (0, 1, 0..<8000), (1.25, 3.5, 10_000..<28_000), (4.99, nil, 39_920..<40_000),
      (2, 5.05, 16_000..<40_000),
      (0.000_1, 0.000_2, 1..<2),
    ]
    for (start, end, expected) in spans {
      let span = try #require(ClipSpan(start: start, end: end))
      let part = try Clip.decode(path: path, span: span)
      #expect(part.samples == Array(whole[expected]), "\(span)")
    }
  }

  @Test("a part behind the recording's end, or far beyond it, is refused")
  func beyond() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.wav"
    try AudioWriter.write(
      Clip(samples: [Float](repeating: 0.1, count: 8000), sampleRate: 8000), to: path, format: .wav)
    for (start, end) in [(1, 2), (5, 6), (0.5, 1.2), (1, nil)] as [(Double, Double?)] {
      let span = try #require(ClipSpan(start: start, end: end))
      #expect(throws: AudioError.self) { try Clip.decode(path: path, span: span) }
    }
  }

  @Test("a part of a recording longer than the limit can be read")
  func limits() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.wav"
    try AudioWriter.write(
      Clip(samples: [Float](repeating: 0.1, count: 40_000), sampleRate: 8000), to: path, format: .wav)
    let span = try #require(ClipSpan(start: 3, end: 4))
    let limits = DecodingLimits(maximumSeconds: 2)
    #expect(try Clip.decode(path: path, span: span, limits: limits).samples.count == 8000)
    #expect(throws: AudioError.self) { try Clip.decode(path: path, limits: limits) }
  }
}
