import Foundation
import GRDB
import Testing

@testable import Experiments

@Suite("Repeating runs")
struct RepetitionTests {
  private let tiny: TinyTraining
  private let original: RunID
  private let repetition: RunID

  init() throws {
    tiny = try TinyTraining()
    original = try tiny.start().id
    repetition = try tiny.training().rerun(original).0
  }

  private func check() throws -> RepetitionCheck {
    try RepetitionCheck(original, repetition, in: tiny.registry)
  }

  private func execute(_ sql: String) throws {
    let number = try tiny.registry.number(of: repetition)
    try tiny.registry.write { db in try db.execute(sql: sql, arguments: [number]) }
  }

  @Test("gives the same bits, and compares figures, snapshots and evaluation")
  func identical() throws {
    let check = try check()
    #expect(check.isIdentical && check.changes.isEmpty, "\(check)")
    #expect(
      check.epochCount == 2 && check.figureCount > 10 && check.snapshotCount >= 1
        && check.evaluationCount == 1)
    let details = try tiny.registry.details(of: repetition)
    #expect(details.parent == RunParent(run: original, kind: .rerun) && details.name == "tiny-rerun")
    #expect(
      try RunFolder(path: tiny.registry.folderPath(of: repetition)).readDetails().parent == details.parent)
    let again = try tiny.training().rerun(repetition).0
    #expect(try tiny.registry.details(of: again).name == "tiny-rerun")
  }

  @Test("repeats a run that was trained further for as many epochs")
  func further() throws {
    try tiny.resume(original, epochs: 3)
    let id = try tiny.training().rerun(original).0
    let check = try RepetitionCheck(original, id, in: tiny.registry)
    #expect(check.isIdentical && check.epochCount == 3, "\(check)")
    let fewer = try self.check()
    #expect(
      fewer.difference?.quantity == "the number of epochs" && fewer.difference?.second == "2", "\(fewer)")
  }

  @Test("names the first epoch and figure that differ by the last bit")
  func figure() throws {
    try execute(
      """
      UPDATE epoch_metrics SET value = value * (1 + 2.3e-16) WHERE run = ? AND epoch = 2 AND series =
        (SELECT series FROM series WHERE split = 'validation' AND metric = 'loss')
      """)
    let difference = try #require(try check().difference)
    #expect(difference.epoch == 2 && difference.quantity == "validation.loss", "\(difference)")
    #expect(difference.first != difference.second)
    try execute(
      """
      UPDATE epoch_metrics SET value = NULL WHERE run = ? AND epoch = 1 AND series =
        (SELECT series FROM series WHERE split = 'train' AND metric = 'loss')
      """)
    let earlier = try #require(try check().difference)
    #expect(earlier.epoch == 1 && earlier.quantity == "train.loss" && earlier.second == "nan", "\(earlier)")
  }

  @Test("names the weight that differs by one bit")
  func weight() throws {
    let file = try #require(try tiny.registry.snapshots(of: repetition).last?.values)
    let path = tiny.registry.folderPath(of: repetition) + "/" + file.path
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count - 4] ^= 1
    try bytes.write(to: URL(filePath: path))
    let digest = try SHA256.hash(fileAt: path).digest.hexadecimal
    try execute("UPDATE run_files SET sha256 = '\(digest)' WHERE run = ? AND path = '\(file.path)'")
    let difference = try #require(try check().difference)
    #expect(difference.epoch == 2 && difference.quantity.hasPrefix("mymodel/"), "\(difference)")
  }

  @Test("names a figure of the evaluation, which comes last")
  func evaluation() throws {
    try execute(
      """
      UPDATE evaluation_metrics SET value = 0.123 WHERE metric = 'loss' AND evaluation =
        (SELECT evaluation FROM evaluations WHERE run = ?)
      """)
    let difference = try #require(try check().difference)
    #expect(difference.epoch == nil && difference.quantity == "test.loss" && difference.second == "0.123")
  }

  @Test("says what was not the same: threads, seed, libraries, code")
  func changes() throws {
    try execute("UPDATE attempts SET threads = 7 WHERE run = ?")
    try execute("UPDATE attempt_facts SET value = '3.14' WHERE run = ? AND key = 'library libsndfile'")
    try execute("UPDATE attempt_facts SET value = 'x' WHERE run = ? AND key = 'program_sha256'")
    try execute("UPDATE config_values SET value = '4' WHERE run = ? AND key = 'seed'")
    let lines = try check().changes
    #expect(lines.contains("threads: 7 instead of 1") && lines.contains("seed: 4 instead of 3"), "\(lines)")
    #expect(lines.contains { $0.hasPrefix("library libsndfile: 3.14 instead of ") })
    #expect(lines.contains { $0.hasPrefix("jx program: x instead of ") } && lines.count == 4)
  }

  @Test("refuses weights to start from that are others now, and leaves no run behind")
  func startingWeights() throws {
    let heir = try tiny.start(["model.checkpoint=run:\(original)@last"]).id
    try tiny.resume(original, epochs: 3)
    let error = #expect(throws: ExperimentError.self) { try tiny.training().rerun(heir) }
    #expect(
      error?.code == .invalidData && error?.found.contains("is not what run \(heir) started from") == true)
    #expect(try tiny.registry.runs().count == 3)
  }
}
