import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Registry")
struct RegistryTests {
  private let folder: TemporaryFolder
  private let registry: Registry

  init() throws {
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path + "/runs")
  }

  @Test("gives back all that a run began with")
  func creation() throws {
    let run = SampleRun.make()
    let handle = try registry.createRun(run)
    let details = try registry.details(of: handle.id)
    #expect(details.status == .running)
    #expect((details.name, details.note, details.tags) == ("sample", "a note", ["a", "b"]))
    #expect((details.seed, details.plannedEpochs) == (.max, 60))
    #expect((details.configText, details.configValues) == (run.configText, run.configValues))
    #expect((details.network, details.classes) == (run.network, run.classes))
    #expect((details.data, details.checkpoint, details.checkpointDigest) == (run.data, "none", nil))
    #expect(details.attempts.map(\.process) == [.current()])
    #expect(details.attempts.map(\.environment) == [SampleRun.environment])
    #expect(try String(contentsOfFile: handle.folderPath + "/config.yaml", encoding: .utf8) == run.configText)
    #expect(try handle.folder.readDetails() == details)
  }

  @Test("gives back every figure of an epoch, no number included, and keeps the ranges for the list")
  func epochs() throws {
    let handle = try registry.createRun(SampleRun.make())
    var expected: [EpochRecord] = []
    for epoch in 1...6 {
      let record = try SampleRun.epoch(epoch, loss: epoch == 5 ? .nan : nil)
      try handle.recordEpoch(record, snapshot: nil)
      expected.append(record)
    }
    // No number is unlike itself, so texts are compared.
    let stored = try registry.epochs(of: handle.id).map { try RunJSON.encode($0, isPretty: true) }
    #expect(stored == (try expected.map { try RunJSON.encode($0, isPretty: true) }))
    let summary = try #require(try registry.runs().first)
    #expect((summary.epochCount, summary.plannedEpochs, summary.attemptCount) == (6, 60, 1))
    let loss = try #require(summary.metrics[MetricKey(.validation, "loss")])
    #expect(
      loss
        == MetricRange(last: 2.5, smallest: .init(value: 0.5, epoch: 3), largest: .init(value: 2.5, epoch: 1))
    )
    let auc = try #require(summary.metrics[MetricKey(.validation, "auc")])
    #expect(auc.last.isNaN && auc.smallest == nil && auc.largest == nil)
    let losses = try registry.figures(MetricKey(.validation, "loss"), of: handle.id)
    #expect(losses.count == 6 && losses[5]?.isNaN == true && losses[4] == 0.5)
  }

  @Test("refuses an epoch out of turn and leaves no trace of it", arguments: [0, 1, 3])
  func epochOutOfTurn(epoch: Int) throws {
    let handle = try registry.createRun(SampleRun.make())
    try handle.recordEpoch(SampleRun.epoch(1), snapshot: nil)
    let plan = try SampleRun.plan(frozen: [])
    let snapshot = try SnapshotWriter(runFolder: handle.folderPath).write(
      plan, at: SnapshotPosition(epoch: epoch), trainer: "")
    #expect { try handle.recordEpoch(SampleRun.epoch(epoch), snapshot: snapshot) } throws: {
      ($0 as? ExperimentError)?.expected == "epoch 2"
    }
    #expect(try registry.epochs(of: handle.id).map(\.epoch) == [1])
    #expect(try handle.folder.readEpochs().epochs.map(\.epoch) == [1])
    #expect(try FileManager.default.contentsOfDirectory(atPath: handle.folderPath + "/snapshots").isEmpty)
  }

  @Test("keeps evaluations in order, and lists the figures of the last on each split")
  func evaluations() throws {
    let handle = try registry.createRun(SampleRun.make())
    #expect(try handle.recordEvaluation(SampleRun.evaluation(0.5)) == 1)
    try handle.finish(.finished)
    var other = try SampleRun.evaluation(0.25)
    other.target = .folder("elsewhere")
    other.predictions = RecordedFile(path: "predictions/2.csv", byteCount: 3, digest: SHA256.hash("x"))
    #expect(try registry.recordEvaluation(other, of: handle.id) == 2)
    #expect(try registry.recordEvaluation(SampleRun.evaluation(0.75), of: handle.id) == 3)
    let records = try registry.evaluations(of: handle.id)
    #expect(records.map(\.number) == [1, 2, 3])
    #expect(records.map(\.target) == [.split(.test), .folder("elsewhere"), .split(.test)])
    #expect(records[1].predictions == other.predictions)
    #expect(records[0].confusions == (try SampleRun.evaluation(0)).confusions)
    #expect(records[0].metrics["auc"]?.isNaN == true)
    let summary = try #require(try registry.runs().first)
    #expect(summary.evaluations[MetricKey(.test, "accuracy")] == 0.75)
  }

  @Test("keeps warnings, times, skipped files and other files, in run.json too")
  func notes() throws {
    let handle = try registry.createRun(SampleRun.make())
    try handle.recordWarning("one")
    try handle.recordWarning("two")
    try handle.recordTiming("features", seconds: 1.5)
    try handle.recordTiming("features", seconds: 2)
    try handle.recordSkippedFiles([
      FileProblem(path: "b/x.wav", reason: "empty"), FileProblem(path: "a", reason: "b"),
    ])
    try handle.recordSkippedFiles([FileProblem(path: "b/x.wav", reason: "truncated")])
    let file = RunFile(
      kind: .split, file: RecordedFile(path: "split.csv", byteCount: 5, digest: SHA256.hash("s")))
    try handle.recordFile(file)
    try registry.changeTags(of: handle.id, adding: ["c", "a"], removing: ["b", "none"])
    try registry.setNote(of: handle.id, to: "another")
    let details = try registry.details(of: handle.id)
    #expect(details.warnings.map(\.text) == ["one", "two"])
    #expect(details.timings == [RunTiming(attempt: 1, phase: "features", seconds: 3.5)])
    #expect(
      details.skippedFiles == [
        FileProblem(path: "a", reason: "b"), FileProblem(path: "b/x.wav", reason: "truncated"),
      ])
    #expect(details.files == [file])
    #expect((details.tags, details.note) == (["a", "c"], "another"))
    #expect(try handle.folder.readDetails() == details)
  }

  @Test("keeps best and last snapshots; rows and files agree")
  func retention() throws {
    let handle = try registry.createRun(SampleRun.make())
    let plan = try SampleRun.plan(frozen: ["vggish"])
    var writer = try SnapshotWriter(runFolder: handle.folderPath)
    try writer.writeFrozen(plan)
    for epoch in 1...5 {
      SampleRun.train(plan)
      let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: epoch), trainer: "\(epoch)")
      try handle.recordEpoch(SampleRun.epoch(epoch), snapshot: snapshot)
      try handle.applyRetention(RetentionPolicy())
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: handle.folderPath + "/snapshots").sorted()
    #expect(
      names == [
        "epoch-0003.safetensors", "epoch-0005.safetensors", "epoch-0005.state.safetensors",
        "frozen.safetensors",
      ])
    #expect(try registry.snapshots(of: handle.id).map { $0.state == nil } == [true, false])
    #expect(try registry.epochs(of: handle.id).map { $0.snapshot?.position.epoch } == [nil, nil, 3, nil, 5])
    let best = try registry.snapshot(.best, of: handle.id, bestBy: RetentionPolicy())
    #expect(best.position.epoch == 3)
    try SnapshotReader(runFolder: handle.folderPath).loadValues(of: best, into: plan)
    #expect(try registry.snapshot(.last, of: handle.id, bestBy: RetentionPolicy()).position.epoch == 5)
    #expect { _ = try registry.snapshot(.epoch(4), of: handle.id, bestBy: RetentionPolicy()) } throws: {
      ($0 as? ExperimentError)?.expected == "one of epoch 3; epoch 5"
    }
  }

  @Test("takes back a run without epochs, and no other")
  func discard() throws {
    let handle = try registry.createRun(SampleRun.make())
    try handle.discard()
    #expect(try registry.runs().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: handle.folderPath))
    let other = try registry.createRun(SampleRun.make())
    try other.recordEpoch(SampleRun.epoch(1), snapshot: nil)
    #expect(throws: ExperimentError.self) { try other.discard() }
    #expect(try registry.runs().map(\.epochCount) == [1])
  }

  @Test("hides deleted runs until they are restored, and deletes none that runs")
  func deletion() throws {
    let handle = try registry.createRun(SampleRun.make())
    #expect(throws: ExperimentError.self) { try registry.setDeleted(true, handle.id) }
    try handle.finish(.finished)
    try registry.setDeleted(true, handle.id)
    #expect(try registry.runs().isEmpty)
    #expect(try registry.runs(includingDeleted: true).count == 1)
    #expect(throws: ExperimentError.self) { _ = try registry.resolve("last") }
    try registry.setDeleted(false, try registry.resolve(handle.id.text))
    #expect(try registry.runs().count == 1)
  }

  @Test("refuses tables of a newer version, and says so")
  func newer() throws {
    let directory = folder.path + "/newer"
    do { _ = try Registry(directory: directory).runs() }
    // The database's list of migrations then names one that this version doesn't know.
    let url = URL(filePath: directory + "/registry.sqlite")
    var data = try Data(contentsOf: url)
    while let range = data.firstRange(of: Data("1 runs".utf8)) {
      data.replaceSubrange(range, with: Data("9 runs".utf8))
    }
    try data.write(to: url)
    #expect { _ = try Registry(directory: directory) } throws: {
      ($0 as? ExperimentError)?.found.contains("newer version of jx") == true
    }
  }

  @Test("is not made by somebody who only looks")
  func looking() {
    let directory = folder.path + "/nosuch"
    #expect { _ = try Registry(directory: directory, createsMissing: false) } throws: {
      ($0 as? ExperimentError)?.found == "there is no registry at \(directory)"
    }
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test("needs the folder that holds its own")
  func missingParent() {
    #expect { _ = try Registry(directory: folder.path + "/no/such") } throws: {
      ($0 as? ExperimentError)?.code == .missingFile
    }
  }
}
