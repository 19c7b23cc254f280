import Foundation
import Testing

@testable import Experiments

@Suite("Class files of a run")
struct ClassFilesTests {
  private static let pickles = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/checkpoints/pickles")

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.pickles.appending(path: name)))
  }

  @Test("pickles are byte for byte what Python writes in protocol 2 without its memo")
  func matchesPython() throws {
    let names = ["Turdus_merula", "Grünfink", "", String(repeating: "a", count: 300)]
    #expect(try PickleWriter.list(names) == file("written_list.pickle"))
    let numbers = [
      0, 255, 256, 65536, -1, Int(Int32.max), Int(Int32.max) + 1, -(1 << 40),
    ]
    let members = zip("abcdefgh", numbers).map { (key: String($0), value: $1) }
    #expect(try PickleWriter.dictionary(members) == file("written_map.pickle"))
  }

  @Test(
    "read back what was written, at the ends of the whole numbers",
    arguments: [Int.min, .max, 127, 128, -129])
  func readsBack(number: Int) throws {
    let bytes = PickleWriter.dictionary([(key: "x", value: number)])
    #expect(
      try PickleReader.read(bytes, path: "x")
        == .dictionary([PicklePair(key: .text("x"), value: .integer(number))]))
  }

  @Test("list the classes in the order of the outputs and name those without id")
  func writes() throws {
    try AtomicFile.write("name,id\nParus_major,7\nTurdus_merula,3\nOther,1\n", to: folder.path + "/map.csv")
    let ids = try ClassIDs(path: folder.path + "/map.csv")
    let classes = ["Turdus_merula", "Noise_noise", "Parus_major"]
    let files = ClassFiles(classes: classes, ids: ids)
    #expect(files.classesWithoutID == ["Noise_noise"])
    let names = try files.write(to: folder.path, version: "1.2.0")
    #expect(
      names == [
        "train_id_list-1.2.0.pickle", "train_id_list-1.2.0.json", "bird_id_map.pickle", "bird_id_map.json",
      ])
    for name in names.prefix(2) {
      #expect(try ClassIDs(path: folder.path + "/" + name).orderedNames() == classes)
    }
    for name in names.suffix(2) {
      let known = try ClassIDs(path: folder.path + "/" + name).ids
      #expect(known == ["Turdus_merula": 3, "Parus_major": 7])
    }
  }

  @Test("stand in a run's folder, with the ids that the config names")
  func runFolder() throws {
    let training = try TinyTraining()
    let map = training.folder.path + "/map.json"
    let classes = try training.preparation().catalogue.classes
    try AtomicFile.write("{\"\(classes[0])\": 41}", to: map)
    let events = EventLog()
    let (id, _) = try training.start(["data.labels=\(map)", "train.epochs=1"], events: events)
    let runFolder = training.registry.folderPath(of: id)
    let list = try ClassIDs(path: "\(runFolder)/train_id_list-\(id).pickle")
    #expect(try list.orderedNames() == classes)
    #expect(try ClassFiles.ids(in: runFolder)?.ids == [classes[0]: 41])
    let details = try training.registry.details(of: id)
    #expect(details.warnings.contains { $0.text.contains("have no id in data.labels: \(classes[1])") })
    #expect(details.files.count { $0.kind == .classes } == 4)
    // The map may be gone by then: what was read is kept with the run.
    try FileManager.default.removeItem(atPath: map)
    try training.resume(id, epochs: 2)
    #expect(try Classifier(of: id, in: training.registry).classIDs?.ids == [classes[0]: 41])
  }

  @Test("are refused at the config's line where the map is missing or wrong")
  func refusesMap() throws {
    let training = try TinyTraining()
    let missing = try #require(throws: ExperimentError.self) {
      try training.preparation(["data.labels=\(training.folder.path)/none.csv"])
    }
    #expect(
      missing.code == .missingFile && missing.place == "--set data.labels=\(training.folder.path)/none.csv")
    let path = training.folder.path + "/bad.json"
    try AtomicFile.write("[1, 2]", to: path)
    let wrong = try #require(throws: ExperimentError.self) {
      try training.preparation(["data.labels=\(path)"])
    }
    #expect(wrong.code == .invalidConfig && wrong.found.contains("no JSON array of names"))
  }
}
