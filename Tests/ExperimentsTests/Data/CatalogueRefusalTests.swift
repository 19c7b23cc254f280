import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("Catalogue refusals")
struct CatalogueRefusalTests {
  private func refusal(_ paths: [String], folders: [String] = []) throws -> ExperimentError {
    let folder = try TemporaryFolder()
    try DataFolder.write(paths, in: folder)
    for name in folders {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: true)
    }
    return try #require(throws: ExperimentError.self) { try Catalogue.scan(folder: folder.path) }
  }

  @Test("a folder that is missing or a file is named")
  func missing() throws {
    let missing = try #require(throws: ExperimentError.self) { try Catalogue.scan(folder: "/no/such/folder") }
    #expect(missing.code == .missingFile)
    #expect(missing.found.contains("'/no/such/folder'"))
    #expect(missing.remedy.contains("jx data demo"))
    let file = try #require(throws: ExperimentError.self) { try Catalogue.scan(folder: "/dev/null") }
    #expect(file.found.contains("Not a directory"))
  }

  @Test("an empty folder and one without class folders are told apart")
  func empty() throws {
    #expect(try refusal([]).found.contains("is empty"))
    #expect(try refusal(["1.wav", "2.wav"]).found.contains("holds 2 files but no class folder"))
  }

  @Test("classes without clips are named, with how many there are")
  func emptyClass() throws {
    let one = try refusal(["a/1.wav", "b/text.txt"])
    #expect(one.code == .invalidData)
    #expect(one.found.contains("'b' has no audio clip"))
    #expect(try refusal(["a/1.wav"], folders: ["b", "c", "d"]).found.contains("'b' (and 2 more)"))
  }

  @Test("one class is not enough")
  func oneClass() throws {
    #expect(try refusal(["only/1.wav"]).found.contains("one class, 'only'"))
  }

  @Test("a broken link to a class folder stops, since the class would drop out unnoticed")
  func brokenClassLink() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(["a/1.wav", "b/1.wav"], in: folder)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/c", withDestinationPath: "/no/such/disk")
    let error = try #require(throws: ExperimentError.self) { try Catalogue.scan(folder: folder.path) }
    #expect(error.found.contains("/c' cannot be used: No such file"))
    #expect(try Catalogue.list(folder: folder.path).refusedClasses.map(\.path) == ["c"])
  }

  @Test("two class folders that are one, or whose names only look different, stop")
  func twins() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(["a/1.wav"], in: folder)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/b", withDestinationPath: "a")
    let same = try #require(throws: ExperimentError.self) { try Catalogue.scan(folder: folder.path) }
    #expect(same.found.contains("it is the same folder as 'a'"))
    #expect(try refusal(["\u{fc}/1.wav", "u\u{308}/1.wav"]).found.contains("Unicode normalization"))
  }

  @Test("a class folder without permission stops", .enabled(if: getuid() != 0, "the superuser may read all"))
  func permission() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(["a/1.wav", "b/1.wav"], in: folder)
    unsafe chmod(folder.path + "/b", 0)
    defer { unsafe chmod(folder.path + "/b", 0o755) }
    let error = try #require(throws: ExperimentError.self) { try Catalogue.scan(folder: folder.path) }
    #expect(error.found.contains("/b' cannot be used: Permission denied"))
  }

  @Test("a pattern that finds no recording in any name stops")
  func pattern() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(["a/1.wav", "b/2.wav"], in: folder)
    let error = try #require(throws: ExperimentError.self) {
      try Catalogue.scan(folder: folder.path, recordingPattern: "^XC(?<recording>\\d+)")
    }
    #expect(error.found.contains("matches none of the 2 file names"))
    #expect(error.place == "data.recording")
  }
}
