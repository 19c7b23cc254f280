import Testing

@testable import Experiments

@Suite("RecordingPattern")
struct RecordingPatternTests {
  @Test(
    "the default drops a last underscore with digits and nothing else",
    arguments: [
      ("Turdus_merula_XC1234_3", "Turdus_merula_XC1234"), ("Turdus_merula-1234_12", "Turdus_merula-1234"),
      ("Turdus_merula_XC1234", "Turdus_merula_XC1234"), ("a_1_2", "a_1"), ("_1", "_1"), ("__1", "_"),
      ("7", "7"),
      ("1-100032-A", "1-100032-A"), ("x_", "x_"), ("x_1a", "x_1a"), ("line\nbreak_4", "line\nbreak"),
      ("Gr\u{fc}n_\u{1F426}_5", "Gr\u{fc}n_\u{1F426}"),
    ])
  func standard(stem: String, recording: String) throws {
    #expect(try RecordingPattern(RecordingPattern.standard).recording(in: stem) == recording)
  }

  @Test("ESC-10's clip ids are found by a pattern of its own")
  func esc10() throws {
    let pattern = try RecordingPattern("^\\d-(?<recording>\\d+)-")
    #expect(pattern.recording(in: "1-100032-A") == "100032")
    #expect(pattern.recording(in: "readme") == nil)
  }

  @Test(
    "a pattern without the group, or that is none, is refused",
    arguments: ["^(.+)$", "(?<recording>", "(?<other>x)"])
  func refusals(text: String) throws {
    let error = try #require(throws: ExperimentError.self) { try RecordingPattern(text) }
    #expect(error.code == .invalidConfig)
    #expect(error.found.contains(text))
    #expect(error.place == "data.recording")
  }

  @Test("an empty match and a group that takes no part count as no match")
  func emptyMatch() throws {
    #expect(try RecordingPattern("^(?<recording>x*)").recording(in: "abc") == nil)
    #expect(try RecordingPattern("^(?:a|(?<recording>b))").recording(in: "abc") == nil)
  }

  @Test("clips whose names do not match are recordings of their own and counted")
  func unmatched() throws {
    let catalogue = try DataFolder.catalogue(
      [("a", ["XC1_1.wav", "XC1_2.wav", "other.wav"]), ("b", ["another.wav"])],
      pattern: "^XC(?<recording>\\d+)")
    #expect(catalogue.unmatchedClips == 2)
    #expect(
      (0..<4).map { catalogue.recordingName(catalogue.recordingIndex(of: $0)) } == [
        "1", "1", "other", "another",
      ])
  }
}
