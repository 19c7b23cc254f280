import Audio
import Foundation
import Testing

@testable import Experiments

@Suite("ClipManifest")
struct ClipManifestTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try DataFolder.write(
      ["x/a_1.wav", "x/a_2.wav", "x/b.flac", "deep/er/c.wav", "ü \"d\".wav", "outside.wav"], in: folder)
  }

  private func manifest(_ text: String, column: String? = nil, allowsOutside: Bool = false) throws
    -> Catalogue
  {
    let path = folder.path + "/list.csv"
    try AtomicFile.write(text, to: path)
    return try ClipManifest(path: path, allowsOutsidePaths: allowsOutside, splitColumn: column).catalogue()
  }

  private func refusal(_ text: String, column: String? = nil) -> ExperimentError? {
    do throws(any Error) {
      _ = try manifest(text, column: column)
      return nil
    } catch { return error as? ExperimentError }
  }

  @Test("clips stand in the order of class and path, whatever the order of lines and columns")
  func order() throws {
    let catalogue = try manifest(
      """
      note,label,path
      "a, b",owl,x/b.flac
      ,jay,x/a_2.wav\r
      ,owl,./deep//er/c.wav

      ,jay,"ü ""d"".wav"
      ,owl,x/../x/a_1.wav
      """)
    #expect(catalogue.classes == ["jay", "owl"])
    #expect(
      (0..<catalogue.count).map { catalogue.relativePath(of: $0) } == [
        "x/a_2.wav", "ü \"d\".wav", "deep/er/c.wav", "x/a_1.wav", "x/b.flac",
      ])
    #expect(catalogue.clips(ofClass: 1) == 2..<5)
    #expect((0..<5).map { catalogue.stem(of: $0) } == ["a_2", "ü \"d\"", "c", "a_1", "b"])
    #expect(catalogue.recordingIndex(of: 0) == catalogue.recordingIndex(of: 3))
    #expect(catalogue.recordingCount == 4)
    #expect(!catalogue.isMultiLabel)
    for clip in 0..<5 {
      #expect(catalogue.clip(at: catalogue.relativePath(of: clip)) == clip)
      #expect(FileManager.default.fileExists(atPath: catalogue.path(of: clip)))
    }
    #expect(catalogue.clip(at: "x/none.wav") == nil && catalogue.clip(at: "x/b.flac#t=1,2") == nil)
  }

  @Test("parts of files are clips of their own, with the recording that the column says")
  func spans() throws {
    let catalogue = try manifest(
      """
      path,label,recording,start,end
      x/b.flac,owl,R1,10,12.5
      x/b.flac,owl,R1,,3
      x/b.flac,jay,R1,2,
      x/b.flac,jay,,,
      x/a_1.wav,owl,R1,0,1
      """)
    #expect(
      (0..<catalogue.count).map { catalogue.relativePath(of: $0) } == [
        "x/b.flac", "x/b.flac#t=2", "x/a_1.wav#t=0,1", "x/b.flac#t=0,3", "x/b.flac#t=10,12.5",
      ])
    #expect(catalogue.span(of: 4) == ClipSpan(start: 10, end: 12.5))
    #expect(catalogue.span(of: 0) == nil)
    #expect(catalogue.path(of: 4) == folder.path + "/x/b.flac")
    #expect(
      (0..<5).map { catalogue.recordingName(catalogue.recordingIndex(of: $0)) } == [
        "b", "R1", "R1", "R1", "R1",
      ])
    for clip in 0..<5 { #expect(catalogue.clip(at: catalogue.relativePath(of: clip)) == clip) }
  }

  @Test("several labels in a cell make a multi-label set; a clip counts in each of its classes")
  func labels() throws {
    let catalogue = try manifest(
      "path,label\nx/a_1.wav,owl; jay\nx/a_2.wav,jay\nx/b.flac,wren;owl\ndeep/er/c.wav,owl\n")
    #expect(catalogue.isMultiLabel)
    #expect(catalogue.classes == ["jay", "owl", "wren"])
    #expect(
      (0..<4).map { catalogue.relativePath(of: $0) } == [
        "x/a_1.wav", "x/a_2.wav", "deep/er/c.wav", "x/b.flac",
      ])
    #expect((0..<4).map { catalogue.labels(of: $0) } == [[0, 1], [0], [1], [1, 2]])
    #expect((0..<3).map { catalogue.clips(withClass: $0) } == [[0, 1], [0, 2, 3], [3]])
    #expect(catalogue.labelText(of: 3) == "owl;wren")
    #expect(catalogue.recordingCounts() == [1, 3, 1])
    let split = try SplitAssignment.make(catalogue, rule: .random(validation: 0, test: 0), seed: 1)
    #expect(split.counts(in: catalogue).map { $0.clips(in: .train) } == [2, 3, 1])
    let path = folder.path + "/split.csv"
    try split.write(catalogue, to: path)
    #expect(try SplitManifest(path: path).assignment(of: catalogue).hasSameClips(as: split))
  }

  @Test("the column that is named says the split; empty cells are not used, an unused column is a warning")
  func splitColumn() throws {
    let text =
      "path,label,split\nx/a_1.wav,owl,train\nx/b.flac,jay,TRAIN\ndeep/er/c.wav,owl,test\noutside.wav,jay,\n"
    let catalogue = try manifest(text, column: "split")
    let split = try SplitAssignment.make(catalogue, rule: .column(name: "split"), seed: 1)
    #expect((0..<4).map { split[$0] } == [nil, .train, .test, .train])
    let other = try SplitAssignment.make(try manifest(text), rule: .random(validation: 0, test: 0), seed: 1)
    #expect(other.warnings.contains { $0.description.contains("{column: split}") })
    #expect(
      refusal(text.replacing("TRAIN", with: "training"), column: "split")?.place?.hasSuffix(":3") == true)
    #expect(refusal(text, column: "fold")?.found.contains("no column 'fold'") == true)
  }

  @Test("a recording on both sides is refused, whatever its files are called")
  func leak() throws {
    let catalogue = try manifest(
      "path,label,recording,split\nx/a_1.wav,owl,R,train\nx/b.flac,owl,R,test\ndeep/er/c.wav,jay,S,train\n",
      column: "split")
    #expect(throws: ExperimentError.self) {
      try SplitAssignment.make(catalogue, rule: .column(name: "split"), seed: 1)
    }
  }

  @Test(
    "what is no manifest is refused at its line",
    arguments: [
      ("", 1, "empty"), ("path,recording\n", 1, "no column label"), ("label\nx\n", 1, "no column path"),
      ("path,label,path\n", 1, "twice"), ("path,label\n", 1, "without clips"),
      ("path,label\nx/b.flac,owl,3\n", 2, "3 fields"), ("path,label\n\nx/b.flac\n", 3, "1 field"),
      ("path,label\nx/b.flac,\n", 2, "no label"), ("path,label\nx/b.flac,owl;\n", 2, "an empty label"),
      ("path,label\nx/b.flac,owl;owl\n", 2, "twice in one cell"), ("path,label\n,owl\n", 2, "no path"),
      ("path,label\n../b.flac,owl\n", 2, "outside"), ("path,label\n/etc/passwd,owl\n", 2, "outside"),
      ("path,label\nx/../../b.flac,owl\n", 2, "outside"), ("path,label\nx/..,owl\n", 2, "a folder"),
      ("path,label,start,end\nx/b.flac,owl,3,2\n", 2, "from 3.0 s"),
      ("path,label,start,end\nx/b.flac,owl,-1,2\n", 2, "from -1.0 s"),
      ("path,label,start,end\nx/b.flac,owl,0x,2\n", 2, "the start '0x'"),
      ("path,label,start\nx/b.flac,owl,nan\n", 2, "the start 'nan'"),
      ("path,label\nx/b.flac,owl\nx/a_1.wav,owl\n./x/b.flac,jay\n", 4, "again"),
      ("path,label\nx/b.flac,a\u{7}b\n", 2, "can't name a class"),
      ("path,label\n\"x/b.flac,owl\n", 2, "closing quote"),
    ] as [(String, Int, String)])
  func refused(_ text: String, _ line: Int, _ words: String) throws {
    let error = try #require(refusal(text))
    #expect(error.place?.hasSuffix("list.csv:\(line)") == true, "\(error)")
    #expect(error.found.contains(words), "\(error)")
  }

  @Test("paths outside the folder are taken where they are allowed")
  func outside() throws {
    let other = try TemporaryFolder()
    try DataFolder.write(["z.wav"], in: other)
    let catalogue = try manifest(
      "path,label\n\(other.path)/z.wav,owl\n../\(FilePath.name(of: folder.path))/x/b.flac,jay\n",
      allowsOutside: true)
    #expect(catalogue.count == 2 && catalogue.problems.isEmpty)
    #expect(catalogue.path(of: 1) == other.path + "/z.wav")
    for clip in 0..<2 { #expect(catalogue.clip(at: catalogue.relativePath(of: clip)) == clip) }
  }

  @Test("a file that is not there is a problem; if most are not, the manifest is refused")
  func missing() throws {
    let catalogue = try manifest(
      "path,label\nx/b.flac,owl\nx/none.wav,owl\nx/a_1.wav,jay\nx,jay\nx/a_2.wav,jay\n")
    #expect(catalogue.count == 3)
    #expect(catalogue.problems.map(\.path) == ["x/none.wav", "x"])
    let error = try #require(refusal("path,label\nnone/1.wav,owl\nnone/2.wav,jay\nx/b.flac,owl\n"))
    #expect(error.code == .missingFile && error.found.hasPrefix("2 of the manifest's 3 files"))
  }

  @Test("no line of bytes makes the reader crash, and what it takes it finds again")
  func fuzz() throws {
    let whole = Array(
      "path,label,recording,split,start,end\nx/b.flac,\"owl;jay\",R,train,1,2\nx/a_1.wav,owl,,test,,\n".utf8)
    var random = SplitMix(state: 11)
    let path = folder.path + "/list.csv"
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        default:
          bytes.insert(contentsOf: whole.prefix(60), at: Int.random(in: 0...bytes.count, using: &random))
        }
        if bytes.isEmpty { break }
      }
      try AtomicFile.write(bytes, to: path)
      guard let catalogue = try? ClipManifest(path: path, splitColumn: "split").catalogue() else { continue }
      for clip in 0..<catalogue.count {
        #expect(catalogue.clip(at: catalogue.relativePath(of: clip)) == clip)
        #expect(catalogue.labels(of: clip).first == catalogue.classIndex(of: clip))
      }
    }
  }
}
