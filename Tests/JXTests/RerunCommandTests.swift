import Foundation
import Testing

@Suite("jx rerun and jx fork")
struct RerunCommandTests {
  @Test(
    "rerun --check proves that a repetition is the same to the bit, or names the first difference and its cause"
  )
  func rerun() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml").status == 0)
    let id = try #require(bench.runFolders().first)
    let same = try bench.jx("rerun", "tiny", "--check", "--tag", "again")
    #expect(same.status == 0, "\(same)")
    #expect(same.output.contains("is identical to \(id) to the bit: 2 epochs, "), "\(same)")
    let shown = try bench.jx("show", "tiny-rerun").output
    #expect(shown.contains("rerun of \(id)") && shown.contains("tags again"), "\(shown)")
    #expect(try RunFacts("tiny-rerun", in: bench) == RunFacts("tiny", in: bench))
    #expect(try bench.jx("runs", "--where", "parent = \(id)", "--csv").lines.count == 3)

    #expect(try bench.jx("fork", id, "--set", "train.learning_rate=2e-3", "--name", "other").status == 0)
    let other = try bench.jx("rerun", id, "--with", "other")
    #expect(other.status == 1 && other.output.contains("first at epoch 1: learning rate is "), "\(other)")
    #expect(other.output.contains("train.learning_rate: 0.002 instead of 0.001"), "\(other)")
    let json = try bench.jx("rerun", id, "--with", "other", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["difference"] as? [String: Any])?["epoch"] as? Int == 1, "\(json)")
    #expect(try bench.jx("rerun", id, "--with", id).status == 64)
    #expect(try bench.jx("rerun", id, "--json").status == 64)
  }

  @Test("rerun and resume refuse data that changed, naming the files; fork trains on them and says so")
  func changedData() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml").status == 0)
    let id = try #require(bench.runFolders().first)
    let species = bench.names(in: "demo").filter { $0.hasPrefix("Demo") }
    let clips = bench.names(in: "demo/\(species[0])")
    let demo = bench.path + "/demo/"
    let other = try #require(bench.names(in: "demo/\(species[1])").first)
    try FileManager.default.copyItem(
      atPath: demo + "\(species[1])/\(other)", toPath: demo + "\(species[0])/x_1.wav")
    let added = try bench.jx("resume", id, "--epochs", "3")
    #expect(added.status == 0 && added.errors.contains("1 file is new (\(species[0])/x_1.wav)"), "\(added)")
    try FileManager.default.removeItem(atPath: demo + "\(species[0])/\(clips[0])")
    try FileManager.default.moveItem(
      atPath: demo + "\(species[0])/x_1.wav", toPath: demo + "\(species[0])/\(clips[0])")
    for command in [["rerun", id], ["resume", id, "--epochs", "4"]] {
      let outcome = try bench.begin(command).finish()
      #expect(
        outcome.status == 1 && outcome.errors.contains("1 file changed (\(species[0])/\(clips[0]))"),
        "\(outcome)")
    }
    try FileManager.default.removeItem(atPath: demo + "\(species[0])/\(clips[1])")
    let gone = try bench.jx("rerun", id)
    #expect(gone.status == 1 && gone.errors.contains("1 file is gone (\(species[0])/\(clips[1]))"), "\(gone)")
    #expect(gone.errors.contains("jx fork \(id)") && bench.runFolders() == [id])
    let fork = try bench.jx("fork", id)
    #expect(fork.status == 0 && fork.errors.contains("the data changed since run \(id): "), "\(fork)")
    #expect(fork.errors.contains("\(species[0])/\(clips[1])"))
  }

  @Test(
    "fork starts from the parent's weights, records the parent, and warns of recordings they learned from")
  func fork() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml").status == 0)
    let id = try #require(bench.runFolders().first)
    let dry = try bench.jx("fork", "last", "--from", "last", "--set", "train.epochs=1", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("run:\(id)@last") && bench.runFolders() == [id], "\(dry)")
    let fork = try bench.jx("fork", "last", "--from", "last", "--set", "train.epochs=1")
    #expect(fork.status == 0 && !fork.errors.contains("learned from"), "\(fork)")
    let shown = try bench.jx("show", "tiny-fork").output
    #expect(shown.contains("fork of \(id)") && shown.contains("from checkpoint run:\(id)@last"), "\(shown)")
    let leaking = try bench.jx("fork", id, "--from", "best", "--set", "seed=4", "--name", "leaking")
    #expect(leaking.status == 0 && leaking.errors.contains("clips that are held out now"), "\(leaking)")
    #expect(try bench.jx("show", "leaking").output.contains("learned from"))
    let missing = try bench.jx("fork", id, "--from", "7")
    #expect(missing.status == 1 && missing.errors.contains("keeps no snapshot '7'"))
    #expect(try bench.jx("fork", id, "--from", "worst").status == 64)
    #expect(try bench.jx("fork", id, "--set", "train.learing_rate=1").status == 64)
    #expect(try bench.jx("fork", id, "--from", "best", "--set", "model.checkpoint=none").status == 64)
  }
}
