import Foundation
import Testing

@testable import Experiments

@Suite("Splits that leak")
struct LeakTests {
  /// Copies a clip of one split over one of another, under its own name.
  private static func copyAcross(_ tiny: TinyTraining) throws {
    let preparation = try tiny.preparation()
    let (catalogue, split) = (preparation.catalogue, preparation.split)
    let from = try #require(split.clips(in: .train).first)
    let to = try #require(split.clips(in: .test).first { catalogue.classIndex(of: $0) == 0 })
    let bytes = try Data(contentsOf: URL(filePath: catalogue.path(of: from)))
    try bytes.write(to: URL(filePath: catalogue.path(of: to)))
  }

  @Test("the same file on two sides is refused before there is a run, and recorded where it is insisted on")
  func copies() throws {
    let tiny = try TinyTraining()
    try Self.copyAcross(tiny)
    let error = try #require(throws: ExperimentError.self) { _ = try tiny.start() }
    #expect(error.code == .invalidData && error.found.contains("1 clips are copies"), "\(error)")
    #expect(error.remedy.contains("--allow-leaks"))
    #expect(try tiny.registry.runs().isEmpty)
    let (id, outcome) = try tiny.start(["data.allow_leaks=true"])
    #expect(outcome == .finished)
    let details = try tiny.registry.details(of: id)
    #expect(details.warnings.contains { $0.text.contains("figures flatter the model") })
    #expect(details.configValues.contains { $0.key == "data.allow_leaks" && $0.value == "true" })
    let (clean, _) = try TinyTraining(data: ToneFolder(), sharing: tiny).start()
    let warnings = try RunComparison([id, clean], in: tiny.registry).warnings
    #expect(warnings.contains { $0.contains("the split of run \(id) leaks") })
  }

  @Test("a recording on two sides is refused, and recorded where it is insisted on")
  func recordings() throws {
    let tiny = try TinyTraining()
    let preparation = try tiny.preparation()
    let manifest = tiny.folder.path + "/split.csv"
    try preparation.split.write(preparation.catalogue, to: manifest)
    // With a pattern that takes all clips of a class for one recording, any split tears it apart.
    let overrides = ["data.split={manifest: '\(manifest)'}", #"data.recording=^(?<recording>[a-z]+)"#]
    let error = try #require(throws: ExperimentError.self) { _ = try tiny.preparation(overrides) }
    #expect(error.found.contains("stand in more than one split") && error.remedy.contains("--allow-leaks"))
    let (id, _) = try tiny.start(overrides + ["data.allow_leaks=true"])
    #expect(
      try tiny.registry.details(of: id).warnings.contains { $0.text.contains("figures flatter the model") })
  }
}
