import Audio
import Testing

@Suite("Decoding")
struct DecodingTests {
  @Test(
    "Samples that are stored exactly are decoded exactly, channels averaged in double precision",
    arguments: [
      ("pcm_u8.wav", "WAV/PCM_U8", 1), ("pcm_16.wav", "WAV/PCM_16", 2), ("pcm_24.wav", "WAV/PCM_24", 2),
      ("pcm_32.wav", "WAV/PCM_32", 1), ("float.wav", "WAV/FLOAT", 2), ("double.wav", "WAV/DOUBLE", 1),
      ("extensible_24.wav", "WAVEX/PCM_24", 3), ("UPPERCASE.WAV", "WAV/PCM_16", 1),
      ("pcm_16.aiff", "AIFF/PCM_16", 2), ("pcm_24.aiff", "AIFF/PCM_24", 1), ("pcm_16.flac", "FLAC/PCM_16", 2),
      ("pcm_24.flac", "FLAC/PCM_24", 1), ("pcm_16.au", "AU/PCM_16", 1),
    ])
  func exact(name: String, format: String, channels: Int) throws {
    let clip = try Clip.decode(path: Fixture.path(name))
    #expect(clip.sampleRate == 8000)
    #expect(clip.source == Clip.Source(format: format, channels: channels))
    let reference = try NPYFile(reading: Fixture.path(name + ".npy"))
    #expect(clip.samples == reference.values)
  }

  // Decoders of one format differ in rounding from release to release; a sample's place is what must be right.
  @Test(
    "Lossy formats are decoded like the reference, to 1e-4",
    arguments: [
      ("vorbis.ogg", "OGG/VORBIS"), ("opus.opus", "OGG/OPUS"), ("layer_3.mp3", "MP3/MPEG_LAYER_III"),
    ])
  func lossy(name: String, format: String) throws {
    let clip = try Clip.decode(path: Fixture.path(name))
    #expect(clip.source.format == format)
    let reference = try NPYFile(reading: Fixture.path(name + ".npy"))
    #expect(largestDifference(clip.samples, reference.values) < 1e-4)
  }

  @Test("What a file is called doesn't matter")
  func wrongExtension() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Fixture.bytes("pcm_16.flac"), as: "recording.wav")
    #expect(try Clip.decode(path: path).source.format == "FLAC/PCM_16")
  }

  @Test("A reader gives the same samples block by block")
  func blocks() throws {
    let samples = TestRandomSamples.long
    let folder = try TemporaryFolder()
    let path = folder.path + "/long.wav"
    try AudioWriter.write(Clip(samples: samples, sampleRate: 44_100), to: path, format: .wav)
    var reader = try AudioReader(path: path)
    var block: [Float] = []
    var joined: [Float] = []
    while try reader.read(into: &block) > 0 {
      #expect(block.count <= 16_384)
      joined += block
    }
    #expect(reader.position == samples.count)
    #expect(try reader.read(into: &block) == 0)
    #expect(joined == (try Clip.decode(path: path)).samples)
    #expect(largestDifference(joined, samples) <= 0.5 / 32_768 + 1e-7)
  }

  @Test("A recording of exactly the limit is accepted, one sample more is too long")
  func limit() throws {
    let path = Fixture.path("pcm_16.wav")
    #expect(try Clip.decode(path: path, limits: DecodingLimits(maximumSeconds: 0.125)).samples.count == 1000)
    let error = #expect(throws: AudioError.self) {
      try Clip.decode(path: path, limits: DecodingLimits(maximumSeconds: 0.124))
    }
    #expect(error?.code == .tooLong)
    #expect(error?.file == path)
  }

  @Test("A sample rate outside the limits is refused")
  func sampleRate() throws {
    let limits = DecodingLimits(maximumSeconds: 10, sampleRates: 16_000...48_000)
    let error = #expect(throws: AudioError.self) {
      try Clip.decode(path: Fixture.path("pcm_16.wav"), limits: limits)
    }
    #expect(error?.code == .unsupportedFormat)
    #expect(error?.found == "a sample rate of 8000 Hz")
  }

  @Test(
    "Decoded PCM is the reference's, to the bit",
    .enabled(if: Fixture.shared != nil, "golden data are absent"))
  func golden() throws {
    // At 16 kHz the reference's mono signal is the decoded one; the front end's tests cover the other rates.
    let clip = try Clip.decode(path: Fixture.golden("a01_mono_16k_s16.wav"))
    let bytes = try fileBytes(Fixture.golden("a01_mono_16k_s16.wav"))
    let stored = stride(from: 44, to: bytes.count, by: 2).map { index in
      Float(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)) / 32_768
    }
    #expect(clip.samples == stored)
  }
}

/// Samples that several tests share.
enum TestRandomSamples {
  /// More than three blocks, and no whole number of them.
  static let long: [Float] = {
    var random = TestRandom(seed: 11)
    return random.samples(50_001)
  }()
}
