import Audio
import Foundation
import Testing

@testable import Experiments

@Suite("DemoData")
struct DemoDataTests {
  /// Three classes, 12 clips, 12 seconds: what a debug build makes in a moment.
  private static func small(seed: UInt64 = 1) throws -> DemoData {
    try DemoData(classes: 3, recordings: 2, slices: 2, seed: seed, clipSeconds: 1)
  }

  private static func contents(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try Dictionary(
      uniqueKeysWithValues: paths.filter { $0.hasSuffix(".wav") }.map { ($0, try folder.bytes($0)) })
  }

  @Test("the same settings give the same bits at any number of threads, another seed gives others")
  func determinism() throws {
    let folders = try (0..<3).map { _ in try TemporaryFolder() }
    #expect(try Self.small().generate(in: folders[0].path, threads: 1) == 12)
    try Self.small().generate(in: folders[1].path, threads: 3)
    try Self.small(seed: 2).generate(in: folders[2].path, threads: 2)
    let first = try Self.contents(folders[0])
    #expect(first.count == 12)
    #expect(try Self.contents(folders[1]) == first)
    let other = try Self.contents(folders[2])
    #expect(other.keys.sorted() == first.keys.sorted())
    #expect(first.allSatisfy { other[$0.key] != $0.value })
    #expect(Set(first.values).count == 12)
  }

  @Test("it is a data set: classes, recordings and clips as asked for, clean, and it splits without leaks")
  func catalogue() throws {
    let folder = try TemporaryFolder()
    let demo = try Self.small()
    try demo.generate(in: folder.path, threads: 2)
    let catalogue = try Catalogue.scan(folder: folder.path)
    #expect(catalogue.classes == demo.classNames)
    #expect(catalogue.count == demo.clipCount)
    #expect(catalogue.recordingCounts() == [2, 2, 2])
    #expect((0..<catalogue.count).reduce(0) { $0 + Int(catalogue.byteCount(of: $1)) } == demo.byteCount)
    #expect(catalogue.ignored.examples == ["README.md", "demo.json"])
    let audit = try DataAudit.run(catalogue, threads: 2)
    #expect(audit.isClean, "\(audit.findings) \(audit.duplicates)")
    let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0, test: 0.5), seed: 1)
    #expect(split.count(of: .test) == 6)
  }

  @Test("clips are mono, 22,050 Hz, of the length asked for, and neither silent nor cut off")
  func format() throws {
    let folder = try TemporaryFolder()
    let demo = try Self.small()
    try demo.generate(in: folder.path, threads: 2)
    for path in try Self.contents(folder).keys {
      let clip = try Clip.decode(path: folder.path + "/" + path)
      #expect(clip.sampleRate == 22_050)
      #expect(clip.samples.count == demo.clipLength)
      let peak = clip.samples.reduce(0) { max($0, abs($1)) }
      #expect((0.005...0.951).contains(peak))
    }
  }

  @Test("a generation that was stopped is continued and gives what it would have given")
  func continuation() throws {
    let folder = try TemporaryFolder()
    let demo = try Self.small()
    try demo.generate(in: folder.path, threads: 2)
    let whole = try Self.contents(folder)
    let paths = whole.keys.sorted()
    try FileManager.default.removeItem(atPath: folder.path + "/" + paths[3])
    try Data(whole[paths[8], default: []].prefix(100)).write(to: URL(filePath: folder.path + "/" + paths[8]))
    #expect(try demo.generate(in: folder.path, threads: 2) == 2)
    #expect(try Self.contents(folder) == whole)
    #expect(try demo.generate(in: folder.path, threads: 2) == 0)
  }

  @Test("a folder with anything else in it is refused and left as it is")
  func foreignFolder() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write([1], to: "thesis.txt", in: folder)
    let demo = try Self.small()
    let error = try #require(throws: ExperimentError.self) { try demo.generate(in: folder.path, threads: 1) }
    #expect(error.found.contains("is not empty"))
    #expect(folder.names == ["thesis.txt"])
    let file = try #require(throws: ExperimentError.self) {
      try demo.generate(in: folder.path + "/thesis.txt", threads: 1)
    }
    #expect(file.found.contains("thesis.txt"))
    #expect(try folder.bytes("thesis.txt") == [1])
  }

  @Test("demo data of other settings, and a record that is none, are refused")
  func otherSettings() throws {
    let folder = try TemporaryFolder()
    try Self.small().generate(in: folder.path, threads: 2)
    let before = try Self.contents(folder)
    let error = try #require(throws: ExperimentError.self) {
      try Self.small(seed: 2).generate(in: folder.path, threads: 1)
    }
    #expect(error.found.contains("other settings (3 classes, 2 recordings each"))
    #expect(try Self.contents(folder) == before)
    try DataFolder.write(Array("{}".utf8), to: "demo.json", in: folder)
    #expect(throws: ExperimentError.self) { try Self.small().generate(in: folder.path, threads: 1) }
  }

  @Test("a full disk stops before anything is written", .enabled(if: SmallDisk.isPossible, "needs a mount"))
  func fullDisk() throws {
    let disk = try SmallDisk()
    let error = try #require(throws: ExperimentError.self) {
      try DemoData(classes: 2, recordings: 2, slices: 10, clipSeconds: 10).generate(in: disk.path, threads: 1)
    }
    #expect(error.code == .inputOutput)
    #expect(error.found.contains("free"))
    #expect(disk.names.isEmpty)
  }

  @Test("settings outside their ranges are refused, with the range")
  func ranges() throws {
    for make in [
      { try DemoData(classes: 1) }, { try DemoData(classes: DemoData.speciesCount + 1) },
      { try DemoData(recordings: 0) },
      { try DemoData(slices: 0) }, { try DemoData(clipSeconds: 0.5) }, { try DemoData(clipSeconds: .nan) },
      { try DemoData(slices: 400, clipSeconds: 10) },
    ] as [() throws -> DemoData] {
      let error = try #require(throws: ExperimentError.self) { _ = try make() }
      #expect(error.code == .invalidConfig)
    }
  }

  @Test("there are 240 species with names and songs of their own")
  func species() {
    let species = (0..<DemoSpecies.count).map { DemoSpecies($0) }
    #expect(species.count == 240)
    #expect(Set(species.map(\.name)).count == 240)
    #expect(Set(species.map(\.song)).count == 240)
    #expect(species.allSatisfy { $0.name.hasPrefix("Demo") && $0.name.contains("_") })
  }
}
