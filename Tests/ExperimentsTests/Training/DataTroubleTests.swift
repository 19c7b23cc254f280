import Foundation
import Testing

@testable import Experiments

@Suite("Recordings that can't be trained on")
struct DataTroubleTests {
  @Test("a class without a readable training clip stops before there is a run, with files and reasons")
  func classWithoutClips() throws {
    let tiny = try TinyTraining()
    for recording in 0..<6 {
      try DataFolder.write(
        Array("text \(recording)".utf8), to: "low/low\(recording).wav", in: tiny.data.folder)
    }
    let error = try #require(throws: ExperimentError.self) { _ = try tiny.start() }
    #expect(error.code == .invalidData)
    #expect(error.found.contains("the class 'low' has no training example"), "\(error)")
    #expect(error.found.contains("low/low0.wav: ") && error.remedy.contains("jx data check"))
    #expect(try tiny.registry.runs().isEmpty)
    #expect(!tiny.hasRunFolders)
  }

  @Test("single ones are left out and recorded with their reason, and the run goes on")
  func singleFiles() throws {
    let tiny = try TinyTraining()
    try DataFolder.write([], to: "low/low0.wav", in: tiny.data.folder)
    try tiny.data.write("high/high0.wav", hertz: 300, seed: 0, 0.5)
    let events = EventLog()
    let (id, outcome) = try tiny.start(events: events)
    #expect(outcome == .finished)
    let skipped = try tiny.registry.details(of: id).skippedFiles
    #expect(skipped.map(\.path) == ["high/high0.wav", "low/low0.wav"])
    #expect(skipped.allSatisfy { !$0.reason.isEmpty })
    #expect(events.warnings.contains { $0.hasPrefix("2 files were skipped, such as high/high0.wav: ") })
    let examples = try tiny.registry.epochs(of: id).first?.exampleCount
    let test = try tiny.registry.evaluations(of: id).first?.exampleCount
    #expect((examples ?? 0) + (test ?? 0) <= 3 * 5 * 2)
    let log = try String(contentsOfFile: tiny.registry.folderPath(of: id) + "/log.txt", encoding: .utf8)
    #expect(log.contains("high/high0.wav") && log.contains("epoch 2/2"))
  }

  @Test("a class that trains on nothing by its split is refused before anything is read")
  func split() throws {
    let tiny = try TinyTraining(data: ToneFolder(recordings: 1))
    let error = try #require(throws: ExperimentError.self) { _ = try tiny.preparation() }
    #expect(error.found.contains("validation split is empty") || error.found.contains("test split is empty"))
    #expect(tiny.folder.names.isEmpty)
  }

  @Test("a stop while features are computed leaves no run, and the same command goes on")
  func stoppedFeatures() throws {
    let tiny = try TinyTraining()
    let training = TrainingRun(
      registry: tiny.registry, cache: tiny.cache, isCancelled: { true }, observe: { _ in })
    #expect { _ = try training.start(tiny.preparation()) } throws: {
      ($0 as? ExperimentError)?.code == .interrupted
    }
    #expect(try tiny.registry.runs().isEmpty)
    #expect(!tiny.hasRunFolders)
    #expect(try tiny.start().outcome == .finished)
  }
}
