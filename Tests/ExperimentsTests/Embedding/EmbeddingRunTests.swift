import Audio
import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Embedding recordings")
struct EmbeddingRunTests {
  private let folder: TemporaryFolder
  private let data: ToneFolder
  private var checkpointPath: String { folder.path + "/model.safetensors" }

  init() throws {
    folder = try TemporaryFolder()
    data = try ToneFolder()
    try JibjibCheckpoint(classes: 2).write(to: checkpointPath)
  }

  private func embedder(isLinear: Bool = false, hopSeconds: Double = 0.96, batchSize: Int = 3) throws
    -> Embedder
  {
    try Embedder(
      checkpoint: checkpointPath, isLinear: isLinear, features: FeatureConfig(hopSeconds: hopSeconds),
      compute: ComputeConfig(engine: .openblas, threads: 1), batchSize: batchSize)
  }

  private func embed(
    _ files: [String], as ending: String, hopSeconds: Double = 0.96, pca: EmbeddingPostprocessor? = nil,
    isCancelled: () -> Bool = { false }
  ) throws -> (report: EmbeddingReport, path: String) {
    let path = folder.path + "/out." + ending
    let form = try #require(EmbeddingFile(path: path))
    let run = try EmbeddingRun(embedder(hopSeconds: hopSeconds), postprocessor: pca, form: form)
    return (
      try run.run(files, to: path, isCancelled: isCancelled, skip: { _ in }, progress: { _ in }), path
    )
  }

  /// What the same network gives, example by example, for each file.
  private func expected(_ files: [String], hopSeconds: Double = 0.96) throws -> [[Float]] {
    let network = Network.vggish(width: 1, hiddenUnits: 3, classes: 2)
    let plan = try OpenBLASEngine().compile(network, options: PlanOptions(maximumBatchSize: 1, threads: 1))
    let checkpoint = JibjibCheckpoint(classes: 2)
    for parameter in network.parameters {
      let values = try #require(checkpoint.variables[parameter.name]).values
      try plan.load(values.span, into: .value, of: parameter.name)
    }
    var rows: [[Float]] = []
    for file in files {
      let examples = try FrontEnd(hopSeconds: hopSeconds).examples(ofFile: file)
      for index in 0..<examples.count {
        let place = (index * Examples.valueCount)..<((index + 1) * Examples.valueCount)
        plan.forward(examples.values.span.extracting(place), count: 1)
        var row = [Float](repeating: 0, count: 2)
        var span = row.mutableSpan
        plan.readActivation(ofLayer: network.embeddingIndex, into: &span)
        rows.append(row)
      }
    }
    return rows
  }

  private func recordings() throws -> [String] {
    let files = RecordingList.expand([data.path]).files
    #expect(files.count > 3 && files == files.sorted())
    return files
  }

  @Test("writes the same rows in every form, with their places", arguments: [0.96, 0.48])
  func forms(hopSeconds: Double) throws {
    let files = try recordings()
    let expected = try expected(files, hopSeconds: hopSeconds)
    let (report, npy) = try embed(files, as: "npy", hopSeconds: hopSeconds)
    #expect(report.embeddingCount == expected.count && report.fileCount == files.count)
    #expect(report.outputs == [folder.path + "/out.index.csv", npy] && report.valueCount == 2)
    let array = try NPYFile(reading: npy)
    #expect(array.shape == [expected.count, 2])
    #expect(zip(array.values, expected.joined()).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
    let safetensors = try Checkpoint(path: embed(files, as: "safetensors", hopSeconds: hopSeconds).path)
    let npz = try Checkpoint(path: embed(files, as: "npz", hopSeconds: hopSeconds).path)
    for checkpoint in [safetensors, npz] {
      #expect(try values("embeddings", checkpoint) == array.values)
      let starts = try values("start_seconds", checkpoint)
      #expect(starts[0] == 0 && starts.count == expected.count)
      #expect(try zip(starts, values("end_seconds", checkpoint)).allSatisfy { abs($1 - $0 - 0.96) < 1e-5 })
    }
    let index = try String(contentsOfFile: report.outputs[0], encoding: .utf8).split(separator: "\n")
    #expect(index[0] == "file,start_seconds,end_seconds" && index.count == expected.count + 1)
    #expect(index[1] == "\(files[0]),0.0,0.96")
    let csv = try String(
      contentsOfFile: embed(files, as: "csv", hopSeconds: hopSeconds).path, encoding: .utf8
    )
    .split(separator: "\n")
    #expect(csv[0] == "file,start_seconds,end_seconds,e0,e1")
    let fields = try #require(csv.last).split(separator: ",")
    #expect(
      fields[0] == files[files.count - 1] && fields.suffix(2).map { Float($0) } == array.values.suffix(2))
    #expect(csv.count == expected.count + 1)
    #expect(
      Set(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
          $0.hasPrefix("out") || $0.hasSuffix("tmp")
        }) == ["out.npy", "out.index.csv", "out.safetensors", "out.npz", "out.csv"])
  }

  private func values(_ name: String, _ checkpoint: Checkpoint) throws -> [Float] {
    let count = try #require(checkpoint.variable(named: name)).shape.count
    var values = [Float](repeating: 0, count: count)
    var span = values.mutableSpan
    try checkpoint.read(name, into: &span)
    return values
  }

  @Test("goes on over recordings that can't be read and names them")
  func skips() throws {
    let broken = folder.path + "/broken.wav"
    try AtomicFile.write("RIFF nothing", to: broken)
    // Its end is missing, which shows when most of its examples are computed.
    let cut = folder.path + "/cut.wav"
    let whole = try Data(contentsOf: URL(filePath: recordings()[2]))
    try whole.prefix(whole.count - 2000).write(to: URL(filePath: cut))
    let files = [folder.path + "/none.wav"] + [try recordings()[0], broken, cut, try recordings()[1]]
    let (report, path) = try embed(files, as: "npy")
    #expect(report.skipped.map(\.path) == [files[0], broken, cut])
    #expect(report.skipped.allSatisfy { !$0.reason.isEmpty && !$0.reason.contains(".wav") })
    let expected = try expected([files[1], files[4]])
    let array = try NPYFile(reading: path)
    #expect(
      array.shape == [expected.count, 2] && report.embeddingCount == expected.count && report.fileCount == 2)
    #expect(zip(array.values, expected.joined()).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
  }

  @Test("writes nothing where no recording could be read, or when it is stopped")
  func writesNothing() throws {
    let none = try #require(throws: ExperimentError.self) {
      try embed([folder.path + "/none.wav"], as: "npy")
    }
    #expect(none.code == .missingFile)
    let files = try recordings()
    let stopped = try #require(throws: ExperimentError.self) {
      try embed(files, as: "npy", isCancelled: { true })
    }
    #expect(stopped.code == .interrupted)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
  }

  @Test("the linear embedding is what the ReLU takes")
  func linear() throws {
    let examples = try FrontEnd().examples(ofFile: recordings()[0])
    let input = examples.values.span.extracting(0..<Examples.valueCount)
    var checkpoint = JibjibCheckpoint(classes: 2)
    let weights = try #require(checkpoint.variables["vggish/fc2/weights"])
    checkpoint.variables["vggish/fc2/weights"] = (weights.shape, weights.values.map { _ in 0 })
    checkpoint.variables["vggish/fc2/biases"] = ([2], [-5, 3])
    try checkpoint.write(to: checkpointPath)
    var (rectified, linear) = ([Float](repeating: 7, count: 2), [Float](repeating: 7, count: 2))
    var span = rectified.mutableSpan
    try embedder().embed(input, into: &span)
    var other = linear.mutableSpan
    try embedder(isLinear: true).embed(input, into: &other)
    #expect(rectified == [0, 3] && linear == [-5, 3])
  }

  @Test("quantises through a postprocessor of the same size, and refuses one of another")
  func quantises() throws {
    let path = folder.path + "/pca.safetensors"
    for size in [2, 3] {
      let writer = try SafetensorsWriter(tensors: [
        ParameterShape(name: "pca_eigen_vectors", shape: [size, size]),
        ParameterShape(name: "pca_means", shape: [size]),
      ])
      var file = try AtomicFile(path: path)
      try writer.write(
        to: { try file.write($0) },
        fill: { _, values in for index in values.indices { values[index] = 0.001 } })
      try file.commit()
      let pca = try EmbeddingPostprocessor(path: path)
      let result = Result { try embed(recordings(), as: "npz", pca: pca) }
      guard size == 2 else {
        #expect(throws: ExperimentError.self) { try result.get() }
        continue
      }
      let checkpoint = try Checkpoint(path: result.get().path)
      #expect(checkpoint.variable(named: "embeddings")?.element == .uint8)
      let expected = try expected(recordings()).flatMap { row in pca.bytes(of: row.span).map { Float($0) } }
      #expect(try zip(values("embeddings", checkpoint), expected).allSatisfy { abs($0 - $1) <= 1 })
    }
  }

  @Test("finds the recordings of folders, deep ones too, and says where there are none")
  func lists() throws {
    try FileTree.makeFolder(folder.path + "/a/b")
    try FileTree.makeFolder(folder.path + "/empty")
    for name in ["a/2.wav", "a/b/1.FLAC", "a/x.txt", "a/.hidden.wav"] {
      try AtomicFile.write("x", to: folder.path + "/" + name)
    }
    let list = RecordingList.expand([folder.path + "/a/", folder.path + "/empty", "gone.wav"])
    #expect(list.files == ["a/2.wav", "a/b/1.FLAC"].map { folder.path + "/" + $0 } + ["gone.wav"])
    #expect(
      list.problems.map(\.path) == [folder.path + "/empty"]
        && list.problems[0].reason.contains("no recording"))
  }
}
