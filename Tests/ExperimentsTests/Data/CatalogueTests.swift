import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("Catalogue")
struct CatalogueTests {
  @Test("classes and clips stand in the order of their names' bytes")
  func order() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(
      ["b/2.wav", "b/10.wav", "B/x.flac", "ä/x.ogg", "z/x.mp3", "b/é.wav", "b/Z.WAV"], in: folder)
    let catalogue = try Catalogue.scan(folder: folder.path)
    #expect(catalogue.classes == ["B", "b", "z", "ä"])
    #expect(
      (0..<catalogue.count).map { catalogue.relativePath(of: $0) } == [
        "B/x.flac", "b/10.wav", "b/2.wav", "b/Z.WAV", "b/é.wav", "z/x.mp3", "ä/x.ogg",
      ])
    #expect((0..<catalogue.count).map { catalogue.classIndex(of: $0) } == [0, 1, 1, 1, 1, 2, 3])
    #expect(catalogue.clips(ofClass: 1) == 1..<5)
  }

  @Test(
    "every audio extension counts in any case, other files are counted as ignored, hidden ones passed over")
  func extensions() throws {
    let folder = try TemporaryFolder()
    let audio = AudioExtensions.all.sorted().enumerated().map { index, ending in
      "a/\(index)." + (index % 2 == 0 ? ending : ending.uppercased())
    }
    try DataFolder.write(
      audio + [
        "b/1.wav", "a/notes.txt", "a/wav", "a/.wav", "a/._1.wav", ".hidden/1.wav", "list.csv",
        "a/deeper/1.wav",
      ], in: folder)
    let catalogue = try Catalogue.scan(folder: folder.path)
    #expect(catalogue.classes == ["a", "b"])
    #expect(catalogue.clips(ofClass: 0).count == AudioExtensions.all.count)
    #expect(catalogue.ignored.count == 4)
    #expect(catalogue.ignored.examples == ["a/deeper", "a/notes.txt", "a/wav", "list.csv"])
  }

  @Test("clips are found by their path, others are not")
  func lookup() throws {
    let catalogue = try DataFolder.catalogue([
      ("a", ["1.wav", "2.wav", "22.wav"]), ("ab", ["1.wav"]),
      ("b", DataFolder.clips("x", slices: [3, 9, 1])),
    ])
    for clip in 0..<catalogue.count { #expect(catalogue.clip(at: catalogue.relativePath(of: clip)) == clip) }
    for path in ["a/3.wav", "a/0.wav", "c/1.wav", "a/", "/1.wav", "", "a", "a/1.wav/", "ab/2.wav", "0/1.wav"]
    {
      #expect(catalogue.clip(at: path) == nil)
    }
  }

  @Test("names with spaces, umlauts in both forms, line breaks and 255 bytes are clips like others")
  func oddNames() throws {
    let folder = try TemporaryFolder()
    let longest = String(repeating: "x", count: 251) + ".wav"
    let composed = "Gr\u{fc}n.wav"
    let decomposed = "Gru\u{308}n.wav"
    let names = [" a b .wav", "line\nbreak.wav", "ta\tb.wav", "quote\".wav", longest, composed, decomposed]
    try DataFolder.write(names.map { "a/" + $0 } + ["b/1.wav"], in: folder)
    let catalogue = try Catalogue.scan(folder: folder.path)
    let found = catalogue.clips(ofClass: 0).map { Array(catalogue.name(of: $0).utf8) }
    #expect(Set(found) == Set(names.map { Array($0.utf8) }))
    for name in names {
      let clip = try #require(catalogue.clip(at: "a/" + name))
      #expect(catalogue.name(of: clip).utf8.elementsEqual(name.utf8))
      #expect(FileManager.default.contents(atPath: catalogue.path(of: clip)) == Data())
    }
  }

  @Test("a name that is not UTF-8 is a problem with its reason, not a clip")
  func invalidName() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(["a/1.wav", "b/1.wav"], in: folder)
    let path = Array((folder.path + "/a/").utf8) + [0xff, 0xfe] + Array(".wav".utf8)
    let descriptor = unsafe open(path.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o644)
    try #require(descriptor >= 0)
    close(descriptor)
    let catalogue = try Catalogue.scan(folder: folder.path)
    #expect(catalogue.count == 2)
    #expect(catalogue.problems.map(\.reason) == ["the name is not UTF-8; rename the file"])
  }

  @Test("links to files and folders are followed; broken and circular ones are named")
  func links() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    try DataFolder.write(["1.wav", "2.wav"], in: elsewhere)
    try DataFolder.write(["a/1.wav"], in: folder)
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.path + "/b", withDestinationPath: elsewhere.path)
    try manager.createSymbolicLink(atPath: folder.path + "/a/2.wav", withDestinationPath: "1.wav")
    try manager.createSymbolicLink(atPath: folder.path + "/a/lost.wav", withDestinationPath: "nowhere")
    try manager.createSymbolicLink(atPath: folder.path + "/a/round.wav", withDestinationPath: "round.wav")
    try manager.createSymbolicLink(atPath: folder.path + "/loop", withDestinationPath: ".")
    let catalogue = try Catalogue.scan(folder: folder.path)
    #expect(catalogue.classes == ["a", "b"])
    #expect(catalogue.count == 4)
    #expect(catalogue.problems.map(\.path) == ["a/lost.wav", "a/round.wav", "loop"])
    #expect(catalogue.problems.allSatisfy { !$0.reason.isEmpty })
  }

  @Test("size and time of each clip's file are known")
  func facts() throws {
    let folder = try TemporaryFolder()
    try DataFolder.write(["a/1.wav"], in: folder)
    try DataFolder.write([1, 2, 3], to: "b/1.wav", in: folder)
    let catalogue = try Catalogue.scan(folder: folder.path)
    #expect(catalogue.byteCount(of: 0) == 0)
    #expect(catalogue.byteCount(of: 1) == 3)
    let age = Date().timeIntervalSince1970 - Double(catalogue.modificationTime(of: 1)) / 1e9
    #expect(abs(age) < 600)
  }
}
