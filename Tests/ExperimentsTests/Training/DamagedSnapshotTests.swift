import Foundation
import Testing

@testable import Experiments

@Suite("A last snapshot that is damaged")
struct DamagedSnapshotTests {
  private static let two = ["train.epochs=4", "snapshots={keep_last: 2}"]

  private static func damage(_ path: String, _ kind: String) throws {
    let url = URL(filePath: path)
    guard kind != "remove" else { return try FileManager.default.removeItem(at: url) }
    var bytes = [UInt8](try Data(contentsOf: url))
    switch kind {
    case "flip": bytes[bytes.count - 5] ^= 4
    case "header": bytes[10] ^= 1
    case "empty": bytes = []
    default: bytes.removeLast(bytes.count / 3)
    }
    try Data(bytes).write(to: url)
  }

  @Test(
    "costs what follows the one before, which is trained again to the same bits, and is said",
    arguments: [
      ("flip", "state.safetensors"), ("header", "safetensors"), ("truncate", "state.safetensors"),
      ("empty", "safetensors"), ("remove", "safetensors"),
    ])
  func fallback(kind: String, file: String) throws {
    let tiny = try TinyTraining()
    let (reference, _) = try tiny.start(Self.two)
    // 5 batches, 2 of validation: behind three epochs and within the fourth, or just behind the third.
    for (limit, stem) in [(24, "epoch-0004-batch-000003"), (21, "epoch-0003")] {
      let (id, outcome) = try tiny.start(Self.two, stop: StopWatch(after: limit))
      #expect(outcome == .interrupted)
      let folder = tiny.registry.folderPath(of: id)
      try Self.damage(folder + "/snapshots/\(stem).\(file)", kind)
      let strict = try #require(throws: ExperimentError.self) {
        try tiny.training().resume(id, isStrict: true)
      }
      #expect(strict.code == (kind == "remove" ? .missingFile : .snapshot), "\(strict)")
      let events = EventLog()
      #expect(try tiny.resume(id, events: events) == .finished)
      #expect(try tiny.result(of: id) == tiny.result(of: reference), "\(stem)")
      let said = events.warnings.joined(separator: "\n")
      #expect(said.contains("\(stem).\(file)"), "\(said)")
      #expect(
        said.contains(stem == "epoch-0003" ? "epochs 3 to 3 are taken back" : "what follows is"), "\(said)")
      #expect(
        try tiny.registry.details(of: id).warnings.map(\.text).filter { events.warnings.contains($0) }.count
          == 2)
      let lines = try RunFolder(path: folder).readEpochs().epochs
      #expect(lines.map(\.epoch) == [1, 2, 3, 4])
      let others = try RunFolder(path: tiny.registry.folderPath(of: reference)).readEpochs().epochs
      #expect(lines.map(\.snapshot) == others.map(\.snapshot), "\(stem)")
      let kept = try tiny.registry.epochs(of: id).map(\.snapshot)
      #expect(try kept == tiny.registry.epochs(of: reference).map(\.snapshot), "\(stem)")
      let summary = try #require(try tiny.registry.runs().first { $0.id == id })
      let other = try #require(try tiny.registry.runs().first { $0.id == reference })
      #expect(summary.metrics == other.metrics)
    }
  }

  @Test("and the one before as well is an error that names both, and nothing is trained afresh")
  func both() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.two, stop: StopWatch(after: 21))
    let folder = tiny.registry.folderPath(of: id) + "/snapshots/"
    try Self.damage(folder + "epoch-0003.state.safetensors", "flip")
    try Self.damage(folder + "epoch-0002.state.safetensors", "remove")
    let error = try #require(throws: ExperimentError.self) { try tiny.resume(id) }
    #expect(error.found.contains("epoch-0003.state") && error.found.contains("epoch-0002.state"), "\(error)")
    #expect(try tiny.registry.epochs(of: id).count == 3)
    #expect(try tiny.registry.details(of: id).status == .failed)
  }
}
