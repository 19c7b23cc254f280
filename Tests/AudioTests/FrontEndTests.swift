import Audio
import Testing

@Suite("Front end")
struct FrontEndTests {
  // The transform is in double precision; magnitudes, bands and logarithm are single, a few units in the last place.
  private static let tolerance = 2e-6

  private static func noise(_ count: Int, rate: Int = 16_000) -> Clip {
    var random = TestRandom(seed: 7)
    return Clip(samples: random.samples(count), sampleRate: rate)
  }

  @Test("Agrees with the reference's front end in double precision")
  func reference() throws {
    let logMel = try FrontEnd().logMel(ofFile: Fixture.path("chirp_16k.flac"))
    let expected = try NPYFile(reading: Fixture.path("chirp_16k.logmel.npy"))
    #expect(expected.shape == [logMel.rows, 64])
    #expect(largestDifference(logMel.values, expected.values) < Self.tolerance)
  }

  @Test("Agrees with a naive transform, bin by bin")
  func naive() throws {
    let clip = Self.noise(400)
    let logMel = try FrontEnd().logMel(of: clip)
    let matrix = MelFilterBank.vggish.matrix
    var bands = [Double](repeating: 0, count: 64)
    for bin in 0..<257 {
      var real = 0.0
      var imaginary = 0.0
      for index in 0..<400 {
        let windowed = Double(clip.samples[index]) * (0.5 - 0.5 * cosine(Double(index) / 400))
        real += windowed * cosine(Double(bin * index) / 512)
        imaginary -= windowed * sine(Double(bin * index) / 512)
      }
      let magnitude = (real * real + imaginary * imaginary).squareRoot()
      for band in 0..<64 { bands[band] += magnitude * Double(matrix[bin * 64 + band]) }
    }
    let expected = bands.map { Float(naturalLogarithm($0 + 0.01)) }
    #expect(logMel.rows == 1)
    #expect(largestDifference(logMel.values, expected) < Self.tolerance)
  }

  @Test(
    "Agrees with the reference on its recordings, its resampler included",
    .enabled(if: Fixture.shared != nil, "golden data are absent"),
    arguments: ["a01_mono_16k_s16", "a05_stereo_32k_s24_ext", "a09_len_15600"])
  func golden(name: String) throws {
    let examples = try FrontEnd().examples(ofFile: Fixture.golden(name + ".wav"))
    let expected = try NPYFile(reading: Fixture.golden(name + ".examples.npy"))
    #expect(expected.shape == [examples.count, 96, 64])
    // The filter's small weights are summed in single precision: a few units of 1e-6 in silent bands at most.
    #expect(largestDifference(examples.values, expected.values) < 5e-6)
    #expect(rootMeanSquare(examples.values, expected.values) < 5e-7)
  }

  @Test(
    "Agrees with the reference from its own samples at 16 kHz",
    .enabled(if: Fixture.shared != nil, "golden data are absent"))
  func goldenFrom16Kilohertz() throws {
    let samples = try NPYFile(reading: Fixture.golden("a05_stereo_32k_s24_ext.mono16k.npy"))
    let expected = try NPYFile(reading: Fixture.golden("a05_stereo_32k_s24_ext.examples_from16k.npy"))
    let examples = try FrontEnd().examples(of: Clip(samples: samples.values, sampleRate: 16_000))
    #expect(largestDifference(examples.values, expected.values) < Self.tolerance)
  }

  @Test(
    "A clip gives the number of examples that the reference gives",
    arguments: [
      (0, 0), (1, 0), (239, 0), (240, 0), (399, 0), (400, 0), (559, 0), (560, 0), (15_360, 0), (15_599, 0),
      (15_600, 1), (15_760, 1), (30_959, 1), (30_960, 2), (160_000, 10),
    ])
  func lengths(samples: Int, count: Int) throws {
    let frontEnd = try FrontEnd()
    let logMel = try frontEnd.logMel(of: Self.noise(samples))
    #expect(logMel.rows == (samples < 400 ? 0 : (samples - 400) / 160 + 1))
    #expect(logMel.sampleCount == samples)
    if count > 0 {
      #expect(try frontEnd.examples(of: logMel).count == count)
    } else {
      let error = #expect(throws: AudioError.self) { try frontEnd.examples(of: logMel) }
      #expect(error?.code == .tooShort)
      #expect(error?.expected == "at least 975 ms for one example")
    }
  }

  @Test("Overlapping examples are windows of the same rows")
  func overlap() throws {
    let logMel = try FrontEnd().logMel(of: Self.noise(64_000))
    let examples = try FrontEnd(hopSeconds: 0.25).examples(of: logMel)
    #expect(examples.count == (logMel.rows - 96) / 25 + 1)
    #expect(examples.hopRows == 25)
    for index in 0..<examples.count {
      let window = logMel.values[(index * 25 * 64)..<((index * 25 + 96) * 64)]
      #expect(examples.values[(index * 6144)..<((index + 1) * 6144)] == window)
      #expect((examples.startSeconds(of: index) - Double(index) * 0.25).magnitude < 1e-12)
    }
  }

  @Test("Padding continues a short clip with silence to one example, and only a short one")
  func padding() throws {
    let frontEnd = try FrontEnd(padShort: true)
    let short = Self.noise(5000)
    let padded = try frontEnd.examples(of: short)
    let byHand = Clip(samples: short.samples + [Float](repeating: 0, count: 10_600), sampleRate: 16_000)
    #expect(padded == (try FrontEnd().examples(of: byHand)))
    #expect(padded.count == 1)
    #expect(try frontEnd.logMel(of: short).sampleCount == 5000)
    #expect(try frontEnd.examples(of: Self.noise(20_000)) == FrontEnd().examples(of: Self.noise(20_000)))
    #expect(throws: AudioError.self) { try frontEnd.examples(of: Self.noise(0)) }
  }

  @Test(
    "A file read block by block gives the bits of the clip decoded at once",
    arguments: [8000, 16_000, 44_100])
  func streaming(rate: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/clip.wav"
    try AudioWriter.write(Clip(samples: TestRandomSamples.long, sampleRate: rate), to: path, format: .wav)
    let frontEnd = try FrontEnd()
    #expect(try frontEnd.logMel(ofFile: path) == frontEnd.logMel(of: Clip.decode(path: path)))
  }

  @Test("Any number of threads get the same bits")
  func threads() async throws {
    let clip = Self.noise(60_000, rate: 22_050)
    let frontEnd = try FrontEnd()
    let alone = try frontEnd.examples(of: clip)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { (try? frontEnd.examples(of: clip)) == alone } }
      for await isEqual in group { #expect(isEqual) }
    }
  }

  @Test("Errors of a file name it")
  func names() throws {
    let path = Fixture.path("pcm_16.wav")
    let error = #expect(throws: AudioError.self) { try FrontEnd().examples(ofFile: path) }
    #expect(error?.code == .tooShort)
    #expect(error?.file == path)
    #expect(error?.found == "too short: 125 ms")
  }

  @Test(
    "A hop that is no multiple of 0.01 s is refused",
    arguments: [0, -0.96, 0.005, 0.123, 61, .nan, .infinity])
  func hop(seconds: Double) {
    let error = #expect(throws: AudioError.self) { try FrontEnd(hopSeconds: seconds) }
    #expect(error?.code == .invalidSetting)
  }

  @Test("Different settings have different fingerprints, which name the resampler")
  func fingerprints() throws {
    let all = try [FrontEnd(), FrontEnd(hopSeconds: 0.48), FrontEnd(padShort: true)].map(\.fingerprint)
    #expect(Set(all).count == 3)
    #expect(all.allSatisfy { $0.contains("resampy-0.4.3/kaiser_best") })
  }
}
