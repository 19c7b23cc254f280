import Foundation
import Testing

@testable import Experiments

@Suite("SplitManifest")
struct SplitManifestTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/split.csv" }

  init() throws { folder = try TemporaryFolder() }

  private static func catalogue() throws -> Catalogue {
    try DataFolder.catalogue([
      ("a, b", ["x \"1\"_1.wav", "x \"1\"_2.wav", "line\nbreak_1.wav", "plain_1.wav"]),
      ("Gr\u{fc}n", ["y_1.wav", "z_1.wav", "w_1.wav"]),
    ])
  }

  private func read(_ text: String) throws -> SplitAssignment {
    try AtomicFile.write(text, to: path)
    return try SplitAssignment.make(try Self.catalogue(), rule: .manifest(path: path), seed: 0)
  }

  @Test("what is written is read again, with awkward names and unused clips")
  func roundTrip() throws {
    let catalogue = try Self.catalogue()
    var split = try SplitAssignment.make(catalogue, rule: .random(validation: 0.3, test: 0.3), seed: 2)
    let unused = try #require(split.clips(in: .train).first)
    split[unused] = nil
    try split.write(catalogue, to: path)
    #expect(try SplitManifest(path: path).assignment(of: catalogue).hasSameClips(as: split))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("path,class,recording,split\n"))
    #expect(text.contains("\"a, b/x \"\"1\"\"_1.wav\",\"a, b\",\"x \"\"1\"\"\","))
  }

  @Test("columns may come in any order and case, with others between, a mark at the beginning, and CRLF")
  func columns() throws {
    let split = try read(
      "\u{feff}Note,SPLIT,Path\r\n,Train,\"a, b/plain_1.wav\"\r\n,train,Gr\u{fc}n/y_1.wav\r\n\r\n,TEST,./Gr\u{fc}n/../Gr\u{fc}n/z_1.wav"
    )
    #expect(split.count(of: .train) == 2)
    #expect(split.count(of: .test) == 1)
    #expect(split.warnings == [.classMissing(.test, class: "a, b", recordings: 3), .unusedClips(4)])
  }

  @Test("an absolute path below the data folder counts")
  func absolute() throws {
    let split = try read("path,split\n\"/data/a, b/plain_1.wav\",train\n/data/Gr\u{fc}n/y_1.wav,train\n")
    #expect(split.count(of: .train) == 2)
  }

  @Test(
    "what is wrong is named with its line",
    arguments: [
      ("", 1, "an empty file"), ("path,class\n", 1, "no column split"), ("split\n", 1, "no column path"),
      ("\n\nfile,set\n", 3, "no column path and split"), ("path,split\nGr\u{fc}n/y_1.wav\n", 2, "1 fields"),
      ("path,split\nGr\u{fc}n/y_1.wav,train,x\n", 2, "3 fields"),
      ("path,split\nGr\u{fc}n/none.wav,train\n", 2, "there is no clip 'Gr\u{fc}n/none.wav'"),
      ("path,split\nGr\u{fc}n,train\n", 2, "there is no clip"),
      ("path,split\n,train\n", 2, "there is no clip ''"),
      ("path,split\nGr\u{fc}n/../../y.wav,train\n", 2, "outside the data folder"),
      ("path,split\n/etc/passwd,train\n", 2, "outside the data folder"),
      ("path,split\n/database/y_1.wav,train\n", 2, "outside the data folder"),
      ("path,split\nGr\u{fc}n/y_1.wav,holdout\n", 2, "the split 'holdout'"),
      ("path,split\nGr\u{fc}n/y_1.wav,train\n\nGr\u{fc}n/./y_1.wav,train\n", 4, "again"),
      ("path,split,class\nGr\u{fc}n/y_1.wav,train,\"a, b\"\n", 2, "the class 'a, b'"),
      ("path,split\n\"Gr\u{fc}n/y_1.wav,train\n\n\n", 2, "without its closing quote"),
      ("path,split\n\"Gr\u{fc}n\"/y_1.wav,train\n", 2, "text after a closing quote"),
      ("path,split\nGr\"\u{fc}n/y_1.wav,train\n", 2, "a quote within"),
    ])
  func refusals(text: String, line: Int, found: String) throws {
    let error = try #require(throws: ExperimentError.self) { try read(text) }
    #expect(error.code == .invalidData)
    #expect(error.found.contains(found), "\(error)")
    #expect(error.place == "\(path):\(line)")
  }

  @Test("bytes that are no UTF-8, and a field without end, are refused")
  func damage() throws {
    try AtomicFile.write(Array("path,split\n".utf8) + [0xff, 0xfe, 0x2c] + Array("train\n".utf8), to: path)
    let catalogue = try Self.catalogue()
    let bytes = try #require(throws: ExperimentError.self) {
      try SplitManifest(path: path).assignment(of: catalogue)
    }
    #expect(bytes.found.contains("UTF-8"))
    try AtomicFile.write("path,split\n" + String(repeating: "x", count: 1 << 20), to: path)
    let length = try #require(throws: ExperimentError.self) {
      try SplitManifest(path: path).assignment(of: catalogue)
    }
    #expect(length.found.contains("a field of more than"))
  }

  @Test("a manifest that tears a recording apart or trains no clip of a class is refused")
  func unsound() throws {
    let leak = try #require(throws: ExperimentError.self) {
      try read(
        "path,split\n\"a, b/x \"\"1\"\"_1.wav\",train\n\"a, b/x \"\"1\"\"_2.wav\",test\nGr\u{fc}n/y_1.wav,train\n"
      )
    }
    #expect(leak.found.contains("1 recordings stand in more than one split"))
    let untrained = try #require(throws: ExperimentError.self) {
      try read("path,split\n\"a, b/plain_1.wav\",train\nGr\u{fc}n/y_1.wav,test\n")
    }
    #expect(untrained.found.contains("'Gr\u{fc}n' has no training clip"))
    #expect(untrained.found.contains("2 clips are unused"))
  }

  @Test("a manifest cut off or changed at any byte is read or refused, and never leaks")
  func fuzz() throws {
    let catalogue = try Self.catalogue()
    let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0.3, test: 0.3), seed: 2)
    try split.write(catalogue, to: path)
    let whole = try folder.bytes("split.csv")
    var chance = SplitMix(state: 1)
    for round in 0..<2 * whole.count {
      var bytes = whole
      if round < whole.count {
        bytes = Array(bytes[..<round])
      } else {
        bytes[round - whole.count] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
      }
      try Data(bytes).write(to: URL(filePath: path))
      do throws(ExperimentError) {
        let read = try SplitAssignment.make(catalogue, rule: .manifest(path: path), seed: 0)
        #expect(read.leaks(in: catalogue).isEmpty)
      } catch {
        #expect(error.code == .invalidData)
      }
    }
  }
}
