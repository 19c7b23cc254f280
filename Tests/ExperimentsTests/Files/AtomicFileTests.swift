import Experiments
import Foundation
import Glibc
import Testing

@Suite("AtomicFile")
struct AtomicFileTests {
  @Test("shows nothing but a temporary file until it is committed")
  func appearsWhole() throws {
    let folder = try TemporaryFolder()
    var file = try AtomicFile(path: folder.path + "/x")
    try file.write(unsafe [UInt8]("first ".utf8).span.bytes)
    #expect(folder.names == ["x.tmp"])
    try file.write(unsafe [UInt8]("second".utf8).span.bytes)
    try file.commit()
    #expect(folder.names == ["x"])
    #expect(try folder.bytes("x") == Array("first second".utf8))
  }

  @Test("keeps the old file when it is given up")
  func keepsOld() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("old", to: folder.path + "/x")
    do {
      var file = try AtomicFile(path: folder.path + "/x")
      try file.write(unsafe [UInt8]("new".utf8).span.bytes)
    }
    #expect(folder.names == ["x"])
    #expect(try folder.bytes("x") == Array("old".utf8))
  }

  @Test("takes over a temporary file that a killed process left, whatever its length")
  func takesOverStale() throws {
    let folder = try TemporaryFolder()
    try Data("much longer than the new one".utf8).write(to: URL(filePath: folder.path + "/x.tmp"))
    try AtomicFile.write("new", to: folder.path + "/x")
    #expect(folder.names == ["x"])
    #expect(try folder.bytes("x") == Array("new".utf8))
  }

  @Test("leaves alone a temporary file that another is writing; the last to commit wins")
  func twoWriters() throws {
    let folder = try TemporaryFolder()
    var first = try AtomicFile(path: folder.path + "/x")
    var second = try AtomicFile(path: folder.path + "/x")
    try first.write(unsafe [UInt8]("first".utf8).span.bytes)
    try second.write(unsafe [UInt8]("second".utf8).span.bytes)
    #expect(folder.names == ["x.2.tmp", "x.tmp"])
    try second.commit()
    #expect(try folder.bytes("x") == Array("second".utf8))
    try first.commit()
    #expect(try folder.bytes("x") == Array("first".utf8))
    #expect(folder.names == ["x"])
  }

  @Test("says which folder is missing")
  func missingFolder() throws {
    let folder = try TemporaryFolder()
    #expect { try AtomicFile.write("x", to: folder.path + "/nosuch/x") } throws: { error in
      guard let error = error as? ExperimentError else { return false }
      return error.code == .missingFile && error.found.contains("nosuch/x.tmp")
    }
  }

  @Test("leaves nothing behind when a file may not grow any more")
  func limitedSize() async throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("old", to: folder.path + "/x")
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 65536, rlim_max: 65536)
      try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      do throws(ExperimentError) {
        try AtomicFile.write([UInt8](repeating: 1, count: 100_000), to: path + "/x")
        Issue.record("a file grew beyond its limit")
      } catch {
        #expect(error.code == .inputOutput)
        #expect(error.found.contains(path + "/x.tmp") && error.found.contains("File too large"))
      }
    }
    #expect(folder.names == ["x"])
    #expect(try folder.bytes("x") == Array("old".utf8))
  }
}
