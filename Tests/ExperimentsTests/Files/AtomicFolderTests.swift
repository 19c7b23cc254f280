import Foundation
import Testing

@testable import Experiments

@Suite("AtomicFolder")
struct AtomicFolderTests {
  private static func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test("has its name only when it is whole, and goes away without")
  func appears() throws {
    let parent = try TemporaryFolder()
    do {
      let folder = try AtomicFolder(in: parent.path)
      try AtomicFile.write("a", to: folder.path + "/a")
      #expect(try Self.names(parent.path) == [".export.tmp"])
    }
    #expect(try Self.names(parent.path).isEmpty)
    var folder = try AtomicFolder(in: parent.path)
    try AtomicFile.write("a", to: folder.path + "/a")
    #expect(try folder.rename(to: "1"))
    #expect(try Self.names(parent.path) == ["1"] && Self.names(parent.path + "/1") == ["a"])
  }

  @Test("leaves a folder or file of that name as it is")
  func taken() throws {
    let parent = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: parent.path + "/1", withIntermediateDirectories: false)
    try AtomicFile.write("old", to: parent.path + "/1/a")
    try AtomicFile.write("file", to: parent.path + "/2")
    var folder = try AtomicFolder(in: parent.path)
    try AtomicFile.write("new", to: folder.path + "/a")
    #expect(try !folder.rename(to: "1"))
    #expect(try !folder.rename(to: "2"))
    #expect(try folder.rename(to: "3"))
    #expect(try String(contentsOfFile: parent.path + "/1/a", encoding: .utf8) == "old")
    #expect(try Self.names(parent.path) == ["1", "2", "3"])
  }

  @Test("empties what a killed process left, and keeps away from what another one fills")
  func leftovers() throws {
    let parent = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: parent.path + "/.export.tmp/variables", withIntermediateDirectories: true)
    try AtomicFile.write("half", to: parent.path + "/.export.tmp/variables/a")
    let first = try AtomicFolder(in: parent.path)
    #expect(try first.path.hasSuffix("/.export.tmp") && Self.names(first.path).isEmpty)
    let second = try AtomicFolder(in: parent.path)
    #expect(second.path.hasSuffix("/.export.2.tmp"))
    #expect(try Self.names(parent.path) == [".export.2.tmp", ".export.tmp"])
  }
}
