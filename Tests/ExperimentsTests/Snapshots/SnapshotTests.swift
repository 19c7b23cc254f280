import Experiments
import Foundation
import Net
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  private func expectSame(_ left: any Plan, _ right: any Plan) throws {
    #expect(left.step == right.step)
    for layer in left.network.layers {
      for shape in [layer.weights, layer.biases] {
        let slots: [Slot] = layer.isFrozen ? [.value] : Slot.allCases
        for slot in slots {
          let isSame =
            try SampleRun.bits(slot, of: shape, in: left) == SampleRun.bits(slot, of: shape, in: right)
          #expect(isSame, "\(slot) of \(shape.name) differs")
        }
      }
    }
  }

  @Test(
    "bring back every bit, so that training goes on as if never stopped",
    arguments: [[], ["conv1", "conv2"], ["vggish"]])
  func roundTrip(frozen: [String]) throws {
    let folder = try TemporaryFolder()
    let plan = try SampleRun.plan(frozen: frozen)
    var writer = try SnapshotWriter(runFolder: folder.path)
    try writer.writeFrozen(plan)
    let snapshot = try writer.write(plan, at: SnapshotPosition(epoch: 7), trainer: "{\"order\": [3, 1]}\n")
    #expect(snapshot.step == 2)
    #expect(snapshot.values.path == "snapshots/epoch-0007.safetensors")
    #expect((snapshot.frozen == nil) == frozen.isEmpty)

    let resumed = try SampleRun.emptyPlan(frozen: frozen)
    let reader = SnapshotReader(runFolder: folder.path)
    #expect(try reader.loadState(of: snapshot, into: resumed) == "{\"order\": [3, 1]}\n")
    #expect(try reader.network(of: snapshot) == plan.network)
    try expectSame(plan, resumed)
    for _ in 0..<2 { #expect(SampleRun.train(plan) == SampleRun.train(resumed)) }
    try expectSame(plan, resumed)
  }

  @Test("don't hold frozen layers, which are written once")
  func frozenOnce() throws {
    let folder = try TemporaryFolder()
    let plan = try SampleRun.plan(frozen: ["vggish"])
    var writer = try SnapshotWriter(runFolder: folder.path)
    try writer.writeFrozen(plan)
    let first = try writer.write(plan, at: SnapshotPosition(epoch: 1), trainer: "")
    let resumedWriter = try SnapshotWriter(runFolder: folder.path, frozen: first.frozen)
    let second = try resumedWriter.write(plan, at: SnapshotPosition(epoch: 2), trainer: "")
    #expect(second.frozen == first.frozen)
    for snapshot in [first, second] {
      let values = try SafetensorsFile(path: folder.path + "/" + snapshot.values.path)
      #expect(values.tensors.map(\.shape.name).allSatisfy { $0.hasPrefix("mymodel/") })
      #expect(values.tensors.count == 4)
    }
    let state = try SafetensorsFile(path: folder.path + "/" + (try #require(second.state)).path)
    #expect(
      state.tensors.map(\.shape.name).prefix(2) == [
        "mymodel/fully_connected/weights/Adam", "mymodel/fully_connected/weights/Adam_1",
      ])
  }

  @Test("hold a layer that was frozen at the start and trains later; its moments begin at zero")
  func unfreezing() throws {
    let folder = try TemporaryFolder()
    let early = try SampleRun.plan(frozen: ["conv1", "conv2"])
    var writer = try SnapshotWriter(runFolder: folder.path)
    try writer.writeFrozen(early)
    let before = try writer.write(early, at: SnapshotPosition(epoch: 1), trainer: "")
    let reader = SnapshotReader(runFolder: folder.path)
    let late = try SampleRun.emptyPlan(frozen: ["conv1"])
    _ = try reader.loadState(of: before, into: late)
    let conv2 = late.network.layers[1].weights
    #expect(try SampleRun.bits(.firstMoment, of: conv2, in: late).allSatisfy { $0 == 0 })
    SampleRun.train(late)
    let after = try writer.write(late, at: SnapshotPosition(epoch: 2), trainer: "")
    let resumed = try SampleRun.emptyPlan(frozen: ["conv1"])
    _ = try reader.loadState(of: after, into: resumed)
    try expectSame(late, resumed)
  }

  @Test("name a damaged, a shortened and a missing file", arguments: ["flip", "shorten", "remove"])
  func damage(kind: String) throws {
    let folder = try TemporaryFolder()
    let plan = try SampleRun.plan(frozen: [])
    let snapshot = try SnapshotWriter(runFolder: folder.path).write(
      plan, at: SnapshotPosition(epoch: 1), trainer: "")
    let url = URL(filePath: folder.path + "/" + snapshot.values.path)
    var data = try Data(contentsOf: url)
    switch kind {
    case "flip": data[data.count - 5] ^= 1
    case "shorten": data.removeLast(4)
    default: break
    }
    if kind == "remove" { try FileManager.default.removeItem(at: url) } else { try data.write(to: url) }
    let fresh = try SampleRun.emptyPlan(frozen: [])
    #expect { try SnapshotReader(runFolder: folder.path).loadValues(of: snapshot, into: fresh) } throws: {
      error in
      guard let error = error as? ExperimentError else { return false }
      return error.code == (kind == "remove" ? .missingFile : .snapshot)
        && error.found.contains("snapshots/epoch-0001.safetensors")
    }
  }

  @Test("don't fit another network")
  func otherNetwork() throws {
    let folder = try TemporaryFolder()
    let snapshot = try SnapshotWriter(runFolder: folder.path).write(
      try SampleRun.plan(frozen: []), at: SnapshotPosition(epoch: 1), trainer: "")
    let other = try SampleRun.emptyPlan(frozen: [], classes: 5)
    #expect { try SnapshotReader(runFolder: folder.path).loadValues(of: snapshot, into: other) } throws: {
      ($0 as? ExperimentError)?.code == .snapshot
    }
  }

  @Test("without state say so when asked to resume")
  func withoutState() throws {
    let folder = try TemporaryFolder()
    let plan = try SampleRun.plan(frozen: [])
    var snapshot = try SnapshotWriter(runFolder: folder.path).write(
      plan, at: SnapshotPosition(epoch: 1), trainer: "")
    snapshot.state = nil
    let reader = SnapshotReader(runFolder: folder.path)
    #expect { _ = try reader.loadState(of: snapshot, into: plan) } throws: {
      ($0 as? ExperimentError)?.found.contains("only its values") == true
    }
    try reader.loadValues(of: snapshot, into: plan)
  }

  @Test("are named by epoch, or by batch within one")
  func names() {
    #expect(SnapshotPosition(epoch: 7).fileStem == "epoch-0007")
    #expect(SnapshotPosition(epoch: 8, batch: 340).fileStem == "epoch-0008-batch-000340")
    #expect(SnapshotPosition(epoch: 8, batch: 340) < SnapshotPosition(epoch: 8))
    #expect(SnapshotPosition(epoch: 7) < SnapshotPosition(epoch: 8, batch: 1))
  }
}
