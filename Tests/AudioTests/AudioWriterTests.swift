import Audio
import Testing

@Suite("Audio writer")
struct AudioWriterTests {
  @Test(
    "Sixteen bits survive a round trip exactly", arguments: AudioWriter.Format.allCases,
    [8000, 16_000, 44_100])
  func roundTrip(format: AudioWriter.Format, rate: Int) throws {
    var random = TestRandom(seed: 21)
    let steps =
      (0..<5000).map { _ in Int.random(in: -32_768...32_767, using: &random) } + [-32_768, 32_767, 0]
    let clip = Clip(samples: steps.map { Float($0) / 32_768 }, sampleRate: rate)
    let folder = try TemporaryFolder()
    try AudioWriter.write(clip, to: folder.path + "/a", format: format)
    let read = try Clip.decode(path: folder.path + "/a")
    #expect(read.samples == clip.samples)
    #expect(read.sampleRate == rate)
    #expect(read.source.format == (format == .wav ? "WAV/PCM_16" : "FLAC/PCM_16"))
    #expect(folder.names == ["a"])
  }

  @Test("Samples are rounded to the nearest step and clipped at full scale")
  func rounding() throws {
    let clip = Clip(samples: [1.4 / 32_768, 1.6 / 32_768, -1.6 / 32_768, 2, -2, .infinity], sampleRate: 8000)
    let folder = try TemporaryFolder()
    try AudioWriter.write(clip, to: folder.path + "/a.wav", format: .wav)
    let steps = try Clip.decode(path: folder.path + "/a.wav").samples.map { Int($0 * 32_768) }
    #expect(steps == [1, 2, -2, 32_767, -32_768, 32_767])
  }

  @Test("A sample that is no number is refused, and an older file stays")
  func notANumber() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.wav"
    try AudioWriter.write(Clip(samples: [0.5], sampleRate: 8000), to: path, format: .wav)
    let before = try fileBytes(path)
    let error = #expect(throws: AudioError.self) {
      try AudioWriter.write(Clip(samples: [.nan], sampleRate: 8000), to: path, format: .wav)
    }
    #expect(error?.code == .notFinite)
    #expect(try fileBytes(path) == before)
    #expect(folder.names == ["a.wav"])
  }

  @Test("A place that cannot be written to is an error that names the file, not the temporary one")
  func unwritable() throws {
    let error = #expect(throws: AudioError.self) {
      try AudioWriter.write(Clip(samples: [0], sampleRate: 8000), to: "/nonexistent/a.wav", format: .wav)
    }
    #expect(error?.code == .writeFailed)
    #expect(error?.file == "/nonexistent/a.wav")
  }
}
