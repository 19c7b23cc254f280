import Audio
import Testing

@Suite("Bad recordings")
struct BadRecordingTests {
  private static let recordings = [
    "pcm_16.wav", "extensible_24.wav", "pcm_16.aiff", "pcm_16.au", "pcm_16.flac", "vorbis.ogg", "opus.opus",
    "layer_3.mp3",
  ]

  /// Decodes bytes under a name; the error, which must name the file and a reason.
  private func failure(_ bytes: [UInt8], as name: String = "bad.wav") throws -> AudioError? {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, as: name)
    let error = #expect(throws: AudioError.self) { try Clip.decode(path: path) }
    #expect(error?.file == path)
    #expect(error?.description.hasPrefix(path + ": ") == true)
    #expect(error?.found.isEmpty == false)
    return error
  }

  @Test("A file that isn't there, a folder and an empty file are told apart")
  func absent() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: AudioError.self) { try Clip.decode(path: folder.path + "/none.wav") }
    #expect(missing?.code == .missingFile)
    let directory = #expect(throws: AudioError.self) { try Clip.decode(path: folder.path) }
    #expect(directory?.code == .unreadable)
    #expect(directory?.found == "a folder")
    #expect(try failure([])?.code == .empty)
  }

  @Test(
    "Text is no recording, whatever it is called",
    arguments: ["wav", "WAV", "mp3", "ogg", "flac", "aiff", "au", "gsm", "vox", "raw", "txt"])
  func text(suffix: String) throws {
    let bytes = Array(String(repeating: "This is a text and no recording.\n", count: 100).utf8)
    #expect(try failure(bytes, as: "text." + suffix)?.code == .unsupportedFormat)
  }

  @Test("A recording without samples is empty")
  func noSamples() throws {
    let bytes = try Fixture.bytes("UPPERCASE.WAV")
    var head = Array(bytes[..<44])
    head.replaceSubrange(4..<8, with: [36, 0, 0, 0])
    head.replaceSubrange(40..<44, with: [0, 0, 0, 0])
    #expect(try failure(head)?.code == .empty)
  }

  @Test("A truncated recording is an error", arguments: recordings, [0.3, 0.6, 0.95])
  func truncated(name: String, share: Double) throws {
    let bytes = try Fixture.bytes(name)
    let error = try failure(Array(bytes[..<Int(Double(bytes.count) * share)]), as: name)
    #expect(error?.code == .malformed)
  }

  @Test("A header that promises four gigabytes allocates none of them")
  func absurdLength() throws {
    var bytes = try Fixture.bytes("UPPERCASE.WAV")
    bytes.replaceSubrange(40..<44, with: [0, 0, 0, 0xf0])
    let error = try failure(bytes)
    #expect(error?.code == .malformed)
    #expect(error?.found.contains("4026531840") == true)
  }

  @Test(
    "A length that a pipe left open is none",
    arguments: [[255, 255, 255, 255], [0, 240, 255, 127]] as [[UInt8]])
  func openLength(length: [UInt8]) throws {
    var bytes = try Fixture.bytes("UPPERCASE.WAV")
    bytes.replaceSubrange(40..<44, with: length)
    let folder = try TemporaryFolder()
    let clip = try Clip.decode(path: folder.write(bytes, as: "pipe.wav"))
    #expect(clip.samples == (try NPYFile(reading: Fixture.path("UPPERCASE.WAV.npy"))).values)
  }

  @Test(
    "A sample that is no number, infinite or absurd is an error that says where",
    arguments: [Float.nan, .infinity, -.infinity, 1e30])
  func notFinite(value: Float) throws {
    var bytes = try Fixture.bytes("float.wav")
    // Frame 300 of two channels, from the end of the file backwards.
    let place = bytes.count - (1000 - 300) * 8
    let bits = value.bitPattern
    bytes.replaceSubrange(
      place..<(place + 4), with: (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) })
    let error = try failure(bytes)
    #expect(error?.code == .notFinite)
    #expect(error?.found.hasPrefix("sample 300 (at 37 ms)") == true)
  }

  @Test("A FLAC file without a length is as long as its last frame says, and damage in it is noticed")
  func pipedFLAC() throws {
    var bytes = try Fixture.bytes("pcm_16.flac")
    bytes[21] &= 0xf0
    bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
    let folder = try TemporaryFolder()
    let clip = try Clip.decode(path: folder.write(bytes, as: "pipe.flac"))
    #expect(clip.samples == (try NPYFile(reading: Fixture.path("pcm_16.flac.npy"))).values)
    bytes[bytes.count - 500] ^= 0x20
    #expect(try failure(bytes, as: "pipe.flac")?.code == .malformed)
  }

  @Test("MPEG audio whose tag promises more frames than there are is an error")
  func missingFrames() throws {
    let bytes = try Fixture.bytes("layer_3.mp3")
    let marks = [Array("Info".utf8), Array("Xing".utf8)]
    let place = try #require(
      bytes.indices.first { place in marks.contains { bytes[place...].starts(with: $0) } })
    var more = bytes
    more[place + 11] += 1
    let error = try failure(more, as: "short.mp3")
    #expect(error?.code == .malformed)
    #expect(error?.found.contains("frames of") == true)
  }

  @Test("Bytes changed at random give an error or finite samples within the limits", arguments: recordings)
  func mutations(name: String) throws {
    let original = try Fixture.bytes(name)
    var random = TestRandom(seed: UInt64(original.count))
    let folder = try TemporaryFolder()
    let limits = DecodingLimits(maximumSeconds: 20)
    for _ in 0..<150 {
      var bytes = original
      // Most changes go to the head, where lengths, rates and channels stand.
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let reach = Bool.random(using: &random) ? min(128, bytes.count) : bytes.count
        let value = [0, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)]
        bytes[Int.random(in: 0..<reach, using: &random)] = value[Int.random(in: 0..<5, using: &random)]
      }
      let path = try folder.write(bytes, as: name)
      do {
        let clip = try Clip.decode(path: path, limits: limits)
        #expect(!clip.samples.isEmpty && clip.duration <= 20)
        #expect(clip.samples.allSatisfy { $0.magnitude <= 1e9 })
      } catch {
        #expect(error.file == path)
      }
    }
  }
}
