import Foundation
import Testing

@Suite("jx checkpoint, and runs from one")
struct CheckpointCommandTests {
  @Test("ends a file that is not there with 66, wherever it is named")
  func missingFiles() throws {
    let bench = try Workbench.withRecordings()
    for arguments in [
      ["checkpoint", "inspect", "none.ckpt"], ["checkpoint", "convert", "none.ckpt", "x.npz"],
      ["run", "tiny.yaml", "--set", "model.checkpoint=none.ckpt"],
      ["run", "tiny.yaml", "--dry-run", "--set", "model.checkpoint=google"],
      ["run", "tiny.yaml", "--dry-run", "--set", "data.labels=none.json"],
      ["run", "tiny.yaml", "--dry-run", "--set", "model.checkpoint=run:none"],
    ] {
      let outcome = try bench.begin(arguments).finish()
      #expect(outcome.status == 66, "\(arguments): \(outcome)")
      let names = ["none", "vggish_model.ckpt", "there is no registry"]
      #expect(names.contains { outcome.errors.contains($0) }, "\(arguments): \(outcome)")
      #expect(outcome.output.isEmpty)
    }
    #expect(bench.runFolders().isEmpty)
  }

  @Test("a dry run opens the checkpoint: it says what would be taken, or what does not fit")
  func dryRun() throws {
    let bench = try Workbench.withRecordings()
    let plain = try bench.jx("run", "tiny.yaml", "--dry-run")
    #expect(plain.status == 0 && plain.output.contains("weights: at random from the seed"))
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1").status == 0)
    let fits = try bench.jx("run", "tiny.yaml", "--dry-run", "--set", "model.checkpoint=run:last")
    #expect(
      fits.output.contains("weights: VGGish and the head from the snapshot of epoch 1 of run "), "\(fits)")
    let id = try #require(bench.runFolders().first)
    let snapshots = bench.names(in: "runs/\(id)/snapshots").filter { $0.hasSuffix(".safetensors") }
    let values = try #require(snapshots.first { !$0.contains("state") })
    let other = try bench.jx(
      "run", "tiny.yaml", "--dry-run", "--set", "model.width=3", "--set",
      "model.checkpoint=runs/\(id)/snapshots/\(values)")
    #expect(
      other.status == 64 && other.errors.contains("vggish/conv1/weights is [3, 3, 1, 2], not [3, 3, 1, 3]"))
  }

  @Test("query shows the ids of a run's classes")
  func ids() throws {
    let bench = try Workbench.withRecordings()
    let classes = bench.names(in: "demo").filter { !$0.contains(".") }
    try bench.write("{\"\(classes[1])\": 1234}", to: "map.json")
    let run = try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1", "--set", "data.labels=map.json")
    #expect(run.status == 0 && run.errors.contains("2 of 3 classes have no id in data.labels"), "\(run)")
    let clip = try #require(bench.names(in: "demo/\(classes[0])").first)
    let query = try bench.jx("query", "last", "demo/\(classes[0])/\(clip)", "--json")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(query.output.utf8)) as? [[String: Any]])
    #expect(rows.count == 3)
    for row in rows { #expect((row["id"] as? Int) == (row["class"] as? String == classes[1] ? 1234 : nil)) }
  }
}
