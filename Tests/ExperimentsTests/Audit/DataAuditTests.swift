import Foundation
import Testing

@testable import Audio
@testable import Experiments

@Suite("DataAudit")
struct DataAuditTests {
  private static let rate = 16_000

  /// A second of a tone, or of what `change` makes of it.
  private static func tone(
    _ hertz: Float, seconds: Float = 1, gain: Float = 0.5, change: (inout [Float]) -> Void = { _ in }
  ) -> [UInt8] {
    let sine = SineTable()
    var samples = (0..<Int(seconds * Float(rate))).map { gain * sine(hertz * Float($0) / Float(rate)) }
    change(&samples)
    return WaveFile.bytes(samples[...], sampleRate: rate)
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A 32-bit float WAV with one sample that is no number.
  private static func notANumber() -> [UInt8] {
    var bytes = tone(440, seconds: 2)
    bytes[20] = 3
    bytes[32] = 4
    bytes[34] = 32
    for (offset, byte) in Self.littleEndian(UInt32(4 * rate)).enumerated() {
      bytes[28 + offset] = byte
    }
    for index in WaveFile.headerSize..<bytes.count { bytes[index] = 0 }
    for (offset, byte) in Self.littleEndian(Float.nan.bitPattern).enumerated() {
      bytes[WaveFile.headerSize + 4_000 + offset] = byte
    }
    return bytes
  }

  private static func audit(
    _ files: [String: [UInt8]], rule: SplitConfig? = nil, threads: Int = 2
  ) throws -> DataAudit {
    let folder = try TemporaryFolder()
    for (path, bytes) in files { try DataFolder.write(bytes, to: path, in: folder) }
    let catalogue = try Catalogue.list(folder: folder.path)
    let split = try rule.map { try SplitAssignment.make(catalogue, rule: $0, seed: 0, allowLeaks: true) }
    return try DataAudit.run(catalogue, split: split, threads: threads)
  }

  @Test("sound data are clean, with counts and lengths of each class")
  func clean() throws {
    let audit = try Self.audit([
      "a/x_1.wav": Self.tone(440), "a/x_2.wav": Self.tone(450, seconds: 2.5), "a/y_1.wav": Self.tone(460),
      "b/z_1.wav": Self.tone(470, seconds: 3),
    ])
    #expect(audit.isClean)
    #expect(audit.classes.map(\.clips) == [3, 1])
    #expect(audit.classes.map(\.recordings) == [2, 1])
    #expect(audit.classes.map(\.seconds) == [4.5, 3])
    #expect(audit.classes.map(\.shortestSeconds) == [1, 3])
    #expect(audit.classes.map(\.longestSeconds) == [2.5, 3])
    #expect(audit.tableRows.last?.prefix(6) == ["all", "4", "3", "0.1", "1.0", "3.0"])
    #expect(audit.tableRows.allSatisfy { $0.count == DataAudit.tableColumns.count })
  }

  @Test("what cannot be read is listed with its reason, and the audit goes on")
  func unreadable() throws {
    let audit = try Self.audit([
      "a/empty.wav": [], "a/text.wav": Array("this is no sound".utf8), "a/good.wav": Self.tone(440),
      "a/cut.wav": Array(Self.tone(480).prefix(20_000)), "b/nan.wav": Self.notANumber(),
      "b/good.wav": Self.tone(500),
    ])
    #expect(
      audit.findings.map { "\($0.path) \($0.kind.rawValue)" } == [
        "a/cut.wav truncated", "a/empty.wav unreadable", "a/text.wav unreadable", "b/nan.wav not_finite",
      ])
    #expect(audit.findings.allSatisfy { !$0.detail.isEmpty })
    #expect(audit.classes.map(\.seconds) == [1, 1])
    #expect(audit.count(of: .unreadable) == 2 && audit.count(of: .truncated) == 1)
    #expect(!audit.isClean)
  }

  @Test("silent, clipped and too short clips are found, and their borders hold")
  func measures() throws {
    let audit = try Self.audit([
      "a/silent.wav": Self.tone(440, gain: 0), "a/faint.wav": Self.tone(440, gain: 2 / 32_768),
      "a/full.wav": Self.tone(440, gain: 1), "a/clipped.wav": Self.tone(440, gain: 1.5),
      "b/short.wav": Self.tone(440, seconds: 0.97), "b/enough.wav": Self.tone(440, seconds: 0.975),
    ])
    #expect(
      audit.findings.map { "\($0.path) \($0.kind.rawValue)" } == [
        "a/clipped.wav clipped", "a/silent.wav silent", "b/short.wav too_short",
      ])
    // 440 Hz for a second has 880 peaks.
    #expect(audit.findings[0].detail == "880 peaks cut off at full scale")
    #expect(audit.findings[2].detail.hasPrefix("970 ms"))
  }

  @Test("equal samples are duplicates whatever the file; silence and a changed bit are not")
  func duplicates() throws {
    var withListChunk = Self.tone(440)
    withListChunk += Array("LIST".utf8) + [4, 0, 0, 0] + Array("INFO".utf8)
    let size = UInt32(withListChunk.count - 8)
    for (offset, byte) in Self.littleEndian(size).enumerated() {
      withListChunk[4 + offset] = byte
    }
    let audit = try Self.audit(
      [
        "a/one_1.wav": Self.tone(440), "b/two_1.wav": withListChunk, "b/two_2.wav": Self.tone(440),
        "a/own_1.wav": Self.tone(550), "a/own_2.wav": Self.tone(550),
        "b/bit_1.wav": Self.tone(440) { $0[7] += 1 / 32_767 }, "a/silent_1.wav": Self.tone(1, gain: 0),
        "b/silent_2.wav": Self.tone(1, gain: 0),
      ], rule: .foldsByPattern(pattern: "^(one|.)", test: "one", validation: .none))
    #expect(
      audit.duplicates == [
        DuplicateGroup(
          paths: ["a/one_1.wav", "b/two_1.wav", "b/two_2.wav"], isAcrossClasses: true,
          isAcrossRecordings: true,
          isAcrossSplits: true),
        DuplicateGroup(
          paths: ["a/own_1.wav", "a/own_2.wav"], isAcrossClasses: false, isAcrossRecordings: false,
          isAcrossSplits: false),
      ])
    #expect(audit.sharedRecordings == ["silent"])
  }

  @Test("a mean beside zero, and a spectrum that ends too low, are found")
  func offsetAndBand() throws {
    var random = SplitMix(state: 3)
    let noise = (0..<(2 * Self.rate)).map { _ in Float.random(in: -0.5...0.5, using: &random) }
    let half = try Clip(samples: noise, sampleRate: 8_000).resampled(toHertz: 16_000).samples
    let audit = try Self.audit([
      "a/shifted.wav": Self.tone(440) { for index in $0.indices { $0[index] += 0.02 } },
      "a/centred.wav": Self.tone(450) { for index in $0.indices { $0[index] += 0.005 } },
      "b/half.wav": WaveFile.bytes(half[...], sampleRate: 16_000),
      "b/low_rate.wav": WaveFile.bytes(noise[...], sampleRate: 8_000),
      "b/noise.wav": WaveFile.bytes(noise[...], sampleRate: 16_000),
    ])
    #expect(
      audit.findings.map { "\($0.path) \($0.kind.rawValue)" } == [
        "a/shifted.wav dc_offset", "b/half.wav band_limited", "b/low_rate.wav band_limited",
      ])
    #expect(audit.findings[0].detail == "its mean is 2.0 % of full scale instead of 0")
    #expect(audit.findings[2].detail.hasPrefix("nothing above 4000 Hz"))
    let share = try #require(audit.clips.first { $0.path == "b/noise.wav" }?.shareAboveHearing)
    // White noise to 8 kHz: 500 of 7,875 Hz, give or take what chance does to two seconds and to the bins at the border.
    #expect(abs(share - 500.0 / 7_875) < 0.01)
  }

  @Test("xeno-canto ids that the pattern takes for several recordings are named")
  func xenoCanto() throws {
    for (stem, id) in [
      ("XC101 - Blackbird", "XC101"), ("Turdus_merula_xc7_3", "XC7"), ("MXC12", nil), ("XC", nil),
      ("XC12a", nil), ("a-XC1234567890", nil), ("xxXC3 XC4", "XC4"),
    ] { #expect(XenoCantoGroup.id(in: stem) == id, "\(stem)") }
    let catalogue = try DataFolder.catalogue([
      ("a", ["XC1-first.wav", "XC1-second.wav", "XC2_1.wav", "XC2_2.wav"]), ("b", ["XC3.wav", "XC4.wav"]),
    ])
    var split = SplitAssignment(clipCount: 6)
    for clip in 0..<6 { split[clip] = .train }
    split[1] = .test
    #expect(
      XenoCantoGroup.torn(in: catalogue, split: split) == [
        XenoCantoGroup(id: "XC1", recordings: ["XC1-first", "XC1-second"], clips: 2, isAcrossSplits: true)
      ])
    #expect(
      split.xenoCantoLeaks(in: catalogue) == [
        RecordingLeak(
          recording: "XC1", splits: [.train, .test], examples: ["a/XC1-first.wav", "a/XC1-second.wav"])
      ])
  }

  @Test("a split by clip keeps the sizes and tears recordings apart")
  func perClip() throws {
    let catalogue = try DataFolder.catalogue([
      ("a", DataFolder.clips("a", slices: [4, 4, 4, 4, 4])),
      ("b", DataFolder.clips("b", slices: [4, 4, 4, 4, 4])),
    ])
    let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0.2, test: 0.2), seed: 1)
    let naive = split.perClip(catalogue, seed: 1)
    #expect(naive.counts(in: catalogue).map(\.clips) == split.counts(in: catalogue).map(\.clips))
    #expect(split.leaks(in: catalogue).isEmpty && naive.leaks(in: catalogue).count > 5)
    #expect(naive.hasSameClips(as: split.perClip(catalogue, seed: 1)))
    #expect(!naive.hasSameClips(as: split.perClip(catalogue, seed: 2)))
  }

  @Test("leaks of a split are listed")
  func leaks() throws {
    let audit = try Self.audit(
      ["a/1_x_1.wav": Self.tone(440), "a/2_y_1.wav": Self.tone(450), "b/3_z_1.wav": Self.tone(460)],
      rule: .foldsByPattern(pattern: "^(\\d)", test: "1", validation: .none))
    #expect(audit.leaks.isEmpty)
    let torn = try Self.audit(
      ["a/r_1.wav": Self.tone(440), "a/r_2.wav": Self.tone(450), "b/z_3.wav": Self.tone(460)],
      rule: .foldsByPattern(pattern: "(\\d)$", test: "1", validation: .none))
    #expect(torn.leaks.map(\.recording) == ["r"])
    #expect(!torn.isClean)
  }

  @Test("the result is the same at any number of threads, and survives JSON")
  func determinism() throws {
    var files: [String: [UInt8]] = [:]
    for index in 0..<150 {
      files["c\(index % 3)/r\(index / 2)_\(index).wav"] =
        index % 7 == 0 ? [] : Self.tone(Float(300 + index), seconds: 0.2)
    }
    let folder = try TemporaryFolder()
    for (path, bytes) in files { try DataFolder.write(bytes, to: path, in: folder) }
    let catalogue = try Catalogue.list(folder: folder.path)
    var seen: [Int] = []
    var audit = try DataAudit.run(
      catalogue, threads: 1,
      progress: { stage, done in
        if stage == .decoding { seen.append(done) }
      })
    #expect(seen == [64, 128, 150])
    #expect(try DataAudit.run(catalogue, threads: 3) == audit)
    #expect(audit.clips.count == 150)
    audit.clips = []
    let decoded = try JSONDecoder().decode(DataAudit.self, from: JSONEncoder().encode(audit))
    #expect(decoded == audit)
    let error = #expect(throws: ExperimentError.self) {
      _ = try DataAudit.run(catalogue, threads: 1, isCancelled: { true })
    }
    #expect(error?.code == .interrupted)
  }

  @Test("a folder that cannot be trained on is audited all the same")
  func untrainable() throws {
    let audit = try Self.audit(["only/text.txt": [1]])
    #expect(audit.classes.map(\.clips) == [0])
    #expect(audit.ignored.examples == ["only/text.txt"])
    #expect(!audit.isClean)
  }
}
