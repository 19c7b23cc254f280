import Audio
import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("DataImport")
struct DataImportTests {
  @Test("recordings become slices with the samples of their places; names and list say where from")
  func slices() throws {
    let bench = try ImportBench()
    try bench.write("Parus major/XC1.wav", seconds: 5)
    try bench.write("Parus major/2024/deep/Parus_major_XC2.flac", seconds: 4.5, format: .flac)
    try bench.write("Noise/n.wav", seconds: 2)
    let report = try bench.run()
    #expect(report.problemCount == 0 && report.imported == 3 && report.clips == 6, "\(report)")
    #expect(
      bench.files == [
        "Noise/Noise_n_0001.flac", "Parus_major/Parus_major_XC1_0001.flac",
        "Parus_major/Parus_major_XC1_0002.flac",
        "Parus_major/Parus_major_XC1_0003.flac", "Parus_major/Parus_major_XC2_0001.flac",
        "Parus_major/Parus_major_XC2_0002.flac",
      ])
    #expect(try bench.samples("Parus_major/Parus_major_XC1_0002.flac") == ImportBench.ramp(8000, from: 8000))
    #expect(
      try bench.samples("Parus_major/Parus_major_XC1_0003.flac") == ImportBench.ramp(4000, from: 16_000))
    let rows = try bench.list("import.csv")
    #expect(
      rows.contains([
        "Parus_major/Parus_major_XC1_0003.flac", "Parus_major", "Parus_major_XC1", "Parus major/XC1.wav",
        "4.0", "5.0",
      ]))
    #expect(try bench.list("import-problems.csv").count == 1)
    let catalogue = try ClipManifest(path: bench.destination + "/import.csv").catalogue()
    let folders = try Catalogue.scan(folder: bench.destination)
    #expect((0..<6).map { catalogue.relativePath(of: $0) } == (0..<6).map { folders.relativePath(of: $0) })
    #expect(
      (0..<6).map { catalogue.recordingName(catalogue.recordingIndex(of: $0)) }
        == (0..<6).map { folders.recordingName(folders.recordingIndex(of: $0)) })
  }

  @Test("the same again changes nothing; a changed recording and a lost clip are cut again, nothing else")
  func again() throws {
    let bench = try ImportBench()
    try bench.write("a/1.wav", seconds: 6)
    try bench.write("a/2.wav", seconds: 2)
    try bench.write("b/3.wav", seconds: 2)
    try bench.run()
    let source = FileManager.default.enumerator(atPath: bench.source)?.allObjects.count
    let second = try bench.run()
    #expect(second.imported == 0 && second.unchanged == 3 && second.clips == 5)
    try bench.write("a/1.wav", seconds: 2)
    try FileManager.default.removeItem(atPath: bench.destination + "/b/b_3_0001.flac")
    let third = try bench.run()
    #expect(third.imported == 2 && third.unchanged == 1 && third.clips == 3, "\(third)")
    #expect(bench.files == ["a/a_1_0001.flac", "a/a_2_0001.flac", "b/b_3_0001.flac"])
    #expect(FileManager.default.enumerator(atPath: bench.source)?.allObjects.count == source)
  }

  @Test("a recording that became unreadable takes its clips and their lines with it, until it is well again")
  func damagedLater() throws {
    let bench = try ImportBench()
    try bench.write("a/1.wav", seconds: 4)
    try bench.write("a/2.wav", seconds: 2)
    try bench.run()
    try bench.write(text: "no sound", to: "a/1.wav")
    let report = try bench.run()
    #expect(report.problemCount == 1 && report.clips == 1 && report.unchanged == 1, "\(report)")
    #expect(bench.files == ["a/a_2_0001.flac"])
    #expect(try bench.list("import.csv").count == 2)
    try bench.write("a/1.wav", seconds: 4)
    #expect(try bench.run().clips == 3)
  }

  @Test("stopped at any recording, or within a line of the journal, it goes on to the same end")
  func resumes() throws {
    let bench = try ImportBench()
    for number in 0..<8 { try bench.write("c\(number % 2)/\(number).wav", seconds: 5) }
    let second = bench.destination + "/c0/c0_2_0001.flac"
    let stopped = try bench.run(threads: 1) { FileManager.default.fileExists(atPath: second) }
    #expect(stopped.isInterrupted && stopped.imported > 0 && stopped.imported < 8, "\(stopped)")
    let journal = bench.destination + "/.import"
    let bytes = try FileDescriptor.readAll(journal)
    try AtomicFile.write(Array(bytes.dropLast(9)), to: journal)
    try AtomicFile.write("x", to: bench.destination + "/c0/c0_6_0001.flac.99-1.tmp")
    let report = try bench.run()
    #expect(
      report.clips == 24 && report.imported + report.unchanged == 8 && report.problemCount == 0, "\(report)")
    #expect(bench.files.count == 24)
  }

  @Test("names that would collide get a hash, stay across calls, and lose no digit")
  func names() throws {
    let bench = try ImportBench()
    let long = String(repeating: "x", count: 200)
    for path in [
      "a/XC1.wav", "a/s/xc1.wav", "a/t/XC1.flac", "a/\(long)1.wav", "a/\(long)2.wav", "a/ü 1\n.wav",
      "a/a.wav", "a/000123456789012345678901.wav",
    ] {
      try bench.write(path, seconds: 2, format: path.hasSuffix("flac") ? .flac : .wav)
    }
    try bench.run()
    let first = bench.files
    #expect(first.count == 8)
    #expect(first.contains("a/a_000123456789012345678901_0001.flac") && first.contains("a/a_a_0001.flac"))
    #expect(first.contains { $0.hasPrefix("a/a_ü_1_") }, "\(first)")
    #expect(first.filter { $0.lowercased().hasPrefix("a/a_xc1-") }.count == 3)
    try bench.write("a/v/ü 1_.wav", seconds: 2)
    #expect(try bench.run().imported == 1)
    #expect(Set(bench.files).isSuperset(of: first) && bench.files.count == 9)
  }

  @Test("files that are slices of one recording stay one, whether its folder or its list is read afterwards")
  func parts() throws {
    let bench = try ImportBench()
    for name in ["XC1", "XC1_3", "XC1_30", "a_XC1_4", "XC2_1", "XC2_2"] {
      try bench.write("a/\(name).wav", seconds: 4)
    }
    try bench.write("b/1.wav", seconds: 4)
    let report = try bench.run()
    #expect(report.files == 7 && report.recordings == 3 && report.clips == 14, "\(report)")
    #expect(bench.files.contains("a/a_XC1_0002.flac") && bench.files.contains("a/a_XC1_3000002.flac"))
    #expect(Set(bench.files).count == 14)
    let list = try ClipManifest(path: bench.destination + "/import.csv").catalogue()
    let folder = try Catalogue.scan(folder: bench.destination)
    for catalogue in [list, folder] {
      #expect(
        Set((0..<12).map { catalogue.recordingName(catalogue.recordingIndex(of: $0)) }) == ["a_XC1", "a_XC2"])
    }
    #expect(try bench.run().unchanged == 7)
    let apart = try ImportBench()
    for name in ["5-1-A", "5-2-A", "4-1-B"] { try apart.write("a/\(name).wav", seconds: 2) }
    let settings = try ImportSettings(length: 2, recordingPattern: #"^\d-(?<recording>\d+)-\w$"#)
    #expect(try apart.run(settings).recordings == 2)
    #expect(Set(try apart.list("import.csv").dropFirst().map { $0[2] }) == ["a_1", "a_2"])
    #expect(apart.files.count == 3)
  }

  @Test("bad files are listed with their reason and do not stop the others")
  func problems() throws {
    let bench = try ImportBench()
    try bench.write("a/good.wav", seconds: 2)
    try bench.write("b/short.wav", seconds: 0.5)
    try bench.write("loose.wav", seconds: 2)
    try bench.write(text: "", to: "a/empty.wav")
    try bench.write(text: "no sound", to: "a/text.mp3")
    try bench.write(text: "no film", to: "a/film.mp4")
    try bench.write(text: "a note", to: "a/notes.pdf")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: bench.source + "/a/loop", withDestinationPath: "..")
    try manager.createSymbolicLink(atPath: bench.source + "/a/lost.wav", withDestinationPath: "nowhere")
    let report = try bench.run()
    #expect(report.clips == 1 && report.ignoredFiles == 1)
    let rows = try bench.list("import-problems.csv").dropFirst()
    #expect(
      rows.map { $0[0] } == [
        "a/empty.wav", "a/film.mp4", "a/loop", "a/lost.wav", "a/text.mp3", "b/short.wav", "loose.wav",
      ])
    #expect(rows.allSatisfy { !$0[1].isEmpty })
    #expect(bench.files == ["a/a_good_0001.flac"])
  }

  @Test("a folder with something else in it, other settings and folders within each other are refused")
  func refusals() throws {
    let bench = try ImportBench()
    try bench.write("a/1.wav", seconds: 2)
    try bench.run()
    #expect(throws: ExperimentError.self) { try bench.run(ImportSettings(length: 3)) }
    try bench.write(text: "x", to: "a/y.txt")
    #expect(throws: ExperimentError.self) {
      try DataImport(source: bench.source, destination: bench.source + "/clips", settings: ImportSettings())
    }
    let other = try TemporaryFolder()
    try DataFolder.write(["mine.wav"], in: other)
    #expect(throws: ExperimentError.self) {
      try DataImport(source: bench.source, destination: other.path, settings: ImportSettings()).run(
        threads: 1)
    }
    #expect(other.names == ["mine.wav"])
    for (length, hop, tail) in [(0, 1, 1), (2, 0, 1), (2, 1, 3), (.nan, 1, 1), (2, 1, 0)]
      as [(Double, Double, Double)]
    {
      #expect(throws: ExperimentError.self) {
        try ImportSettings(length: length, hop: hop, minimumTail: tail)
      }
    }
  }

  @Test(
    "a full disk ends the import with the reason, and it goes on where there is room",
    .enabled(if: SmallDisk.isPossible))
  func fullDisk() throws {
    let bench = try ImportBench()
    let disk = try SmallDisk()
    for number in 0..<40 { try bench.write("a/\(number).wav", seconds: 8) }
    let work = try DataImport(
      source: bench.source, destination: disk.path + "/out", settings: ImportSettings(length: 8, format: .wav)
    )
    let error = #expect(throws: (any Error).self) { try work.run(threads: 2) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("No space"), "\(String(describing: error))")
  }
}
