import Testing

@testable import Audio

@Suite("ExampleStream")
struct ExampleStreamTests {
  private static func collect(_ path: String, _ frontEnd: FrontEnd, atMost limit: Int) throws -> [Float] {
    var stream = try ExampleStream(path: path, frontEnd: frontEnd)
    var values: [Float] = []
    while true {
      let examples = try stream.next(atMost: limit)
      if examples.count == 0 { break }
      #expect(examples.count <= limit)
      values += examples.values
      #expect(stream.count == values.count / Examples.valueCount)
    }
    #expect(try stream.next(atMost: limit).count == 0)
    return values
  }

  @Test(
    "gives the same bits as reading the whole file, in pieces of any size",
    arguments: [(0.96, 44_100), (0.1, 16_000), (0.48, 48_000), (1.5, 22_050), (4.0, 8_000)])
  func same(hop: Double, rate: Int) throws {
    let folder = try TemporaryFolder()
    var random = TestRandom(seed: UInt64(rate))
    let path = folder.path + "/noise.wav"
    try AudioWriter.write(
      Clip(samples: random.samples(7 * rate + 123), sampleRate: rate), to: path, format: .wav)
    let frontEnd = try FrontEnd(hopSeconds: hop)
    let whole = try frontEnd.examples(ofFile: path).values
    for limit in [1, 3, 1000] {
      #expect(try Self.collect(path, frontEnd, atMost: limit).map(\.bitPattern) == whole.map(\.bitPattern))
    }
  }

  @Test("a recording without an example is an error unless it is padded, as of the whole file")
  func short() throws {
    let folder = try TemporaryFolder()
    var random = TestRandom(seed: 3)
    let path = folder.path + "/short.wav"
    try AudioWriter.write(Clip(samples: random.samples(8000), sampleRate: 16_000), to: path, format: .wav)
    let error = try #require(throws: AudioError.self) {
      _ = try Self.collect(path, FrontEnd(), atMost: 2)
    }
    #expect(error.code == .tooShort && error.description.contains("500 ms"))
    let padded = try FrontEnd(padShort: true)
    #expect(try Self.collect(path, padded, atMost: 2) == padded.examples(ofFile: path).values)
  }

  @Test("a truncated file gives its beginning and then an error")
  func truncated() throws {
    let folder = try TemporaryFolder()
    var random = TestRandom(seed: 3)
    let path = folder.path + "/whole.wav"
    try AudioWriter.write(Clip(samples: random.samples(80_000), sampleRate: 16_000), to: path, format: .wav)
    let bytes = try fileBytes(path)
    let cut = try folder.write(Array(bytes[..<(bytes.count / 2)]), as: "cut.wav")
    #expect(throws: AudioError.self) { _ = try Self.collect(cut, FrontEnd(), atMost: 1) }
  }
}
