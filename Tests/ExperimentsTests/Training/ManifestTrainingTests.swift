import Foundation
import Testing

@testable import Experiments

@Suite("Training from a manifest")
struct ManifestTrainingTests {
  private func losses(_ tiny: TinyTraining, _ overrides: [String]) throws -> (RunID, [Double?]) {
    let (id, outcome) = try tiny.start(overrides)
    #expect(outcome == .finished)
    return (id, try tiny.registry.epochs(of: id).map { $0.metrics[MetricKey(.train, "loss")] })
  }

  @Test("the same clips give the same run, to the bit, as those of a folder or as parts of one file")
  func sameRun() throws {
    let tiny = try TinyTraining()
    let (folderRun, expected) = try losses(tiny, [])
    let catalogue = try Catalogue.scan(folder: tiny.data.path)
    let header = "path,label,recording,start,end\n"
    var whole = header
    var parts = header
    var samples: [Float] = []
    for clip in 0..<catalogue.count {
      let path = catalogue.relativePath(of: clip)
      let label = catalogue.classes[catalogue.classIndex(of: clip)]
      whole += "\(path),\(label),,,\n"
      let bytes = try FileDescriptor.readAll(catalogue.path(of: clip))
      let start = samples.count / 16_000
      samples += stride(from: WaveFile.headerSize, to: bytes.count, by: 2).map {
        Float(Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8)) / 32_767
      }
      parts += "all.wav,\(label),\(catalogue.stem(of: clip)),\(start),\(samples.count / 16_000)\n"
    }
    try DataFolder.write(
      WaveFile.bytes(samples[...], sampleRate: 16_000), to: "all.wav", in: tiny.data.folder)
    for (name, text) in [("whole", whole), ("parts", parts)] {
      try AtomicFile.write(text, to: "\(tiny.data.path)/\(name).csv")
      let (id, found) = try losses(
        tiny, ["data.folder=null", "data.manifest=\(tiny.data.path)/\(name).csv", "name=\(name)"])
      #expect(found == expected, "\(name)")
      #expect(try tiny.registry.details(of: id).classes == tiny.registry.details(of: folderRun).classes)
      // What the run recorded leads back to the same clips.
      let evaluation = try RunEvaluation(
        registry: tiny.registry, cache: tiny.cache, compute: ComputeConfig(), isCancelled: { false },
        observe: { _ in }
      ).evaluate(id, split: .test)
      #expect(evaluation.clipCount > 0)
    }
  }

  @Test("folder and manifest exclude each other, and one must be given")
  func keys() throws {
    let yaml = "data: {folder: a, manifest: b.csv}"
    let both = #expect(throws: ExperimentError.self) { try readConfig(yaml) }
    #expect(both?.found == "data.manifest beside data.folder")
    let none = #expect(throws: ExperimentError.self) { try readConfig("data: {folder: null}") }
    #expect(none != nil)
    let config = try readConfig("data: {manifest: b.csv, outside_paths: true, split: {column: fold}}").config
    #expect(config.data.manifest == "b.csv" && config.data.folder == nil && config.data.outsidePaths)
    #expect(config.data.split == .column(name: "fold"))
    let back = try readConfig(config.yaml()).config
    #expect(back.data == config.data)
  }
}
