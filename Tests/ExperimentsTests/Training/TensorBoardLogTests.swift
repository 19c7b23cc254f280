import Foundation
import Net
import Testing

@testable import Experiments

@Suite("TensorBoard's files of a run")
struct TensorBoardLogTests {
  /// The steps that TensorBoard shows: a session's start forgets those from there on. Also how many files there are.
  private static func shown(_ split: Split, of id: RunID, in tiny: TinyTraining) throws -> (
    steps: [Int], files: Int
  ) {
    let folder = "\(tiny.registry.folderPath(of: id))/tensorboard/\(split.rawValue)"
    var steps: [Int] = []
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    for name in names {
      for entry in try TensorBoardEventFile.entries(path: folder + "/" + name) {
        switch entry {
        case .sessionStart(let step): steps.removeAll { $0 >= step }
        case .summary(let step): steps.append(step)
        }
      }
    }
    return (steps, names.count)
  }

  @Test("tell every epoch once, however often the run was stopped")
  func stops() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=5"], stop: StopWatch(after: 14))
    while try tiny.resume(id, stop: StopWatch(after: 14)) != .finished {}
    let attempts = try tiny.registry.details(of: id).attempts.count
    #expect(attempts > 2)
    for split in [Split.train, .validation] {
      let shown = try Self.shown(split, of: id, in: tiny)
      #expect(shown.steps == [1, 2, 3, 4, 5])
      #expect(shown.files > 2 && shown.files <= attempts)
    }
    #expect(try Self.shown(.test, of: id, in: tiny).steps.count == 1)
  }

  @Test(
    "a resume adds the epochs that a crash or a lost file left out, and forgets those that were never recorded"
  )
  func mending() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=3"])
    let folder = tiny.registry.folderPath(of: id) + "/tensorboard"
    let path = folder + "/train/events.out.tfevents.0000000001.jx"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    // Cut off within the record of the third epoch.
    try Data(bytes.dropLast(7)).write(to: URL(filePath: path))
    // The validation split's file tells of an epoch that no registry knows.
    let orphan = TensorBoardEvent(
      wallTime: 0, step: 4, content: .summary([.init(tag: "loss", kind: .scalar(9))]))
    let validation = folder + "/validation/events.out.tfevents.0000000001.jx"
    let told = [UInt8](try Data(contentsOf: URL(filePath: validation)))
    try Data(told + orphan.record).write(to: URL(filePath: validation))
    #expect(try Self.shown(.train, of: id, in: tiny).steps == [1, 2])
    try tiny.resume(id, epochs: 5)
    #expect(try Self.shown(.train, of: id, in: tiny).steps == [1, 2, 3, 4, 5])
    #expect(try Self.shown(.validation, of: id, in: tiny).steps == [1, 2, 3, 4, 5])
    try FileManager.default.removeItem(atPath: folder)
    try tiny.resume(id, epochs: 6)
    #expect(try Self.shown(.train, of: id, in: tiny).steps == [1, 2, 3, 4, 5, 6])
  }

  @Test("hold the figures and the confusion matrix as a picture")
  func contents() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start()
    let folder = tiny.registry.folderPath(of: id) + "/tensorboard"
    func data(_ split: String) throws -> Data {
      try Data(contentsOf: URL(filePath: "\(folder)/\(split)/events.out.tfevents.0000000001.jx"))
    }
    for tag in ["loss", "example_accuracy", "learning_rate", "examples_per_second"] {
      #expect(try data("train").range(of: Data(tag.utf8)) != nil, "\(tag)")
    }
    for split in ["validation", "test"] {
      #expect(try data(split).range(of: Data("confusion/clips".utf8)) != nil)
      #expect(try data(split).range(of: Data([0x89, 0x50, 0x4e, 0x47])) != nil)
    }
  }

  @Test("are left out on request, and don't stop a run where they can't be written")
  func absence() throws {
    let tiny = try TinyTraining()
    let (quiet, _) = try tiny.start(["tensorboard=false"])
    let folder = tiny.registry.folderPath(of: quiet)
    #expect(!FileManager.default.fileExists(atPath: folder + "/tensorboard"))
    let (id, _) = try tiny.start(["train.epochs=2"], stop: StopWatch(after: 8))
    let path = tiny.registry.folderPath(of: id) + "/tensorboard"
    try? FileManager.default.removeItem(atPath: path)
    try Data().write(to: URL(filePath: path))
    let events = EventLog()
    #expect(try tiny.resume(id, events: events) == .finished)
    #expect(events.warnings.filter { $0.contains("TensorBoard") }.count == 1)
  }
}
