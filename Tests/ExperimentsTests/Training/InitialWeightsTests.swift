import Foundation
import Net
import Testing

@testable import Experiments

@Suite("Initial weights")
struct InitialWeightsTests {
  private static func values(_ tiny: TinyTraining, _ id: RunID, _ layer: Layer) throws -> [UInt32] {
    let network = try tiny.registry.details(of: id).network
    let plan = try OpenBLASEngine().compile(network, options: PlanOptions(maximumBatchSize: 1, threads: 1))
    let snapshot = try #require(try tiny.registry.snapshots(of: id).last)
    try SnapshotReader(runFolder: tiny.registry.folderPath(of: id)).loadValues(of: snapshot, into: plan)
    return try SampleRun.bits(.value, of: layer.weights, in: plan)
  }

  /// With a learning rate of 1e-30 no step changes a weight, so the snapshot holds the initial ones.
  private static let still = ["train.epochs=1", "train.learning_rate=1e-30"]

  @Test("from another run are those of its snapshot, head included where the classes are the same")
  func fromRun() throws {
    let tiny = try TinyTraining()
    let (source, _) = try tiny.start()
    let (id, _) = try tiny.start(Self.still + ["model.checkpoint=run:\(source)@last", "seed=77"])
    let details = try tiny.registry.details(of: id)
    for layer in details.network.layers {
      #expect(try Self.values(tiny, id, layer) == Self.values(tiny, source, layer), "\(layer.name)")
    }
    #expect(details.checkpoint == "run:\(source)@last")
    #expect(details.checkpointDigest == (try tiny.registry.snapshots(of: source).last?.values.digest))
  }

  @Test("from a run with other classes are those of VGGish, with a fresh head")
  func otherClasses() throws {
    let tiny = try TinyTraining()
    let (source, _) = try tiny.start()
    let other = TinyTraining(
      data: try ToneFolder(classes: ["high", "low", "other"]), sharing: tiny)
    let (id, _) = try other.start(Self.still + ["model.checkpoint=run:tiny@last", "name=second"])
    for layer in try tiny.registry.details(of: id).network.layers {
      let isSame = try Self.values(tiny, id, layer) == Self.values(tiny, source, layer)
      #expect(isSame == layer.name.hasPrefix("vggish/"), "\(layer.name)")
    }
  }

  @Test(
    "that can't be had are an error that leaves no run behind",
    arguments: [
      ("run:nosuch", "no run 'nosuch'"), ("/nonexistent/x.safetensors", "/nonexistent/x.safetensors"),
      ("google", "tiny.yaml:4"), ("jibjib", "tiny.yaml:4"),
    ])
  func refusals(checkpoint: String, text: String) throws {
    let tiny = try TinyTraining()
    var yaml = tiny.yaml()
    yaml = yaml.replacing("width: 2,", with: "width: 2, checkpoint: \"\(checkpoint)\",")
    let preparation = try Preparation(RunConfig.parse(Array(yaml.utf8), path: "tiny.yaml"))
    let error = try #require(throws: ExperimentError.self) { _ = try tiny.training().start(preparation) }
    #expect(error.description.contains(text), "\(error)")
    #expect(try tiny.registry.runs().isEmpty)
    #expect(!tiny.hasRunFolders)
  }

  @Test("of another width are refused, naming what doesn't fit")
  func otherWidth() throws {
    let tiny = try TinyTraining()
    let (source, _) = try tiny.start(["train.epochs=1"])
    let file = tiny.registry.folderPath(of: source) + "/snapshots/epoch-0001.safetensors"
    for checkpoint in ["run:\(source)", file] {
      let error = try #require(throws: (any Error).self) {
        _ = try tiny.start(["model.width=3", "model.checkpoint=\(checkpoint)"])
      }
      #expect("\(error)".contains("vggish/conv1/weights"), "\(error)")
    }
    #expect(try tiny.registry.runs().count == 1)
  }
}
