import Foundation
import Glibc
import Net
import Testing

@testable import Experiments

@Suite("Frozen layers")
struct FrozenLayersTests {
  private static func identity(of path: String) throws -> [Int] {
    var status = stat()
    try #require(unsafe stat(path, &status) == 0)
    return [Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }

  @Test(
    "stay what they were to the bit, and are written once, over a stop and a resume",
    arguments: ExactResumeTests.engines)
  func frozen(engine: EngineName) throws {
    let tiny = try TinyTraining()
    let overrides = ["model.frozen=[conv1, conv2, conv3]", "train.epochs=3"]
    let (id, _) = try tiny.start(overrides, engine: engine, stop: StopWatch(after: 9))
    let folder = tiny.registry.folderPath(of: id)
    let before = try Self.identity(of: folder + "/snapshots/frozen.safetensors")
    #expect(try tiny.resume(id) == .finished)
    #expect(try Self.identity(of: folder + "/snapshots/frozen.safetensors") == before)
    let (reference, _) = try tiny.start(overrides, engine: engine)
    #expect(try tiny.result(of: id) == tiny.result(of: reference))

    let preparation = try tiny.preparation(overrides, engine: engine)
    let first = try preparation.engine.compile(preparation.network, options: preparation.options)
    try first.initialize(seed: 3)
    let last = try preparation.engine.compile(preparation.network, options: preparation.options)
    let snapshot = try #require(try tiny.registry.snapshots(of: id).last)
    let reader = SnapshotReader(runFolder: folder)
    try reader.loadValues(of: snapshot, into: last)
    for layer in preparation.network.layers {
      let isSame =
        try SampleRun.bits(.value, of: layer.weights, in: first)
        == SampleRun.bits(.value, of: layer.weights, in: last)
      #expect(isSame == layer.isFrozen, "\(layer.name)")
    }
    #expect(preparation.network.layers.filter(\.isFrozen).count == 4)
    let names = try reader.tensorNames(in: snapshot.values)
    #expect(
      !names.contains { $0.hasPrefix("vggish/conv1") } && names.contains("vggish/conv4/conv4_1/weights"))
    #expect(try reader.tensorNames(in: #require(snapshot.frozen)).count == 8)
  }
}
