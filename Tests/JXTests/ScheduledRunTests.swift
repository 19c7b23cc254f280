import Foundation
import Testing

@Suite("Runs with a schedule, checked and continued")
struct ScheduledRunTests {
  private static let cosine = ["--set", "train.schedule={kind: cosine, warmup_epochs: 0.5}"]

  private static func flip(_ name: String, in bench: Workbench) throws {
    var bytes = try bench.bytes(name)
    bytes[bytes.count - 7] ^= 8
    try Data(bytes).write(to: URL(filePath: bench.path + "/" + name))
  }

  @Test("a dry run draws the learning rate and names the layers that learn later")
  func dryRun() throws {
    let bench = try Workbench.withRecordings()
    let layers = ["model.frozen=[conv1]", "model.unfreeze={2: conv1}", "model.learning_rates={conv1: 1e-4}"]
    let outcome = try bench.begin(
      ["run", "tiny.yaml", "--dry-run"] + Self.cosine + layers.flatMap { ["--set", $0] }
    ).finish()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.contains { $0.hasPrefix("  2 epochs, learning rate ") && $0.contains("█") })
    #expect(outcome.lines.contains("  from epoch 2 on also trainable: vggish/conv1"))
    #expect(outcome.lines.contains("  vggish/conv1 at 0.1 of the learning rate"))
    #expect(!bench.names().contains("runs"))
  }

  @Test("more epochs ask for --schedule with 64 and the curves, and do what it says")
  func continuation() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.begin(["run", "tiny.yaml"] + Self.cosine).finish().status == 0)
    let asked = try bench.jx("resume", "last", "--epochs", "4")
    #expect(asked.status == 64, "\(asked)")
    for choice in ["keep", "stretch", "restart"] {
      #expect(asked.errors.contains("--schedule \(choice)"), "\(asked.errors)")
    }
    #expect(asked.errors.contains("█"))
    #expect(try bench.jx("resume", "last", "--epochs", "4", "--schedule", "again").status == 64)
    let resumed = try bench.jx("resume", "last", "--epochs", "4", "--schedule", "restart")
    #expect(resumed.status == 0, "\(resumed)")
    let shown = try bench.jx("show", "last").output
    #expect(shown.contains("from epoch 3 on planned for 4 epochs, schedule restart"), "\(shown)")
    #expect(try RunFacts("last", in: bench).epochs.count == 4)
  }

  @Test("--verify tells in text and JSON whether a run resumes exactly, and records nothing")
  func verify() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml").status == 0)
    let before = try RunFacts("last", in: bench)
    let check = try bench.jx("resume", "last", "--verify", "--replay")
    #expect(check.status == 0 && check.errors.isEmpty, "\(check)")
    #expect(check.lines.contains("snapshot of epoch 2: sizes and SHA-256 as recorded"))
    #expect(check.output.contains("2 batches from there, twice: the same weights and moments, sha256 "))
    #expect(
      check.output.contains("from the snapshot of epoch 1: the same bits as this one"), "\(check.output)")
    #expect(check.output.contains(" resumes exactly\n"))
    #expect(try RunFacts("last", in: bench) == before)
    let json = try bench.jx("resume", "last", "--verify", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(json.status == 0 && object?["step_count"] as? Int == 2)
    #expect((object?["digests"] as? [String]).map { Set($0).count } == 1)
    for wrong in [["--replay"], ["--json"], ["--verify", "--epochs", "5"]] {
      #expect(try bench.begin(["resume", "last"] + wrong).finish().status == 64, "\(wrong)")
    }
  }

  @Test("a damaged last snapshot is told by --verify, refused by --strict, and costs a resume an epoch")
  func damaged() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml", "--name", "straight", "--set", "train.epochs=3").status == 0)
    #expect(try bench.jx("run", "tiny.yaml", "--name", "broken").status == 0)
    let id = try #require(
      bench.runFolders().first { !bench.names(in: "runs/\($0)/snapshots").contains("epoch-0003.safetensors") }
    )
    try Self.flip("runs/\(id)/snapshots/epoch-0002.state.safetensors", in: bench)
    let check = try bench.jx("resume", "broken", "--verify")
    #expect(check.status == 1 && check.output.hasPrefix("damaged: the snapshot of epoch 2: "), "\(check)")
    let strict = try bench.jx("resume", "broken", "--epochs", "3", "--strict")
    #expect(
      strict.status == 1 && strict.errors.contains("epoch-0002.state.safetensors is damaged"), "\(strict)")
    let resumed = try bench.jx("resume", "broken", "--epochs", "3")
    #expect(resumed.status == 0, "\(resumed)")
    #expect(resumed.errors.contains("epoch-0002.state.safetensors is damaged"), "\(resumed.errors)")
    #expect(resumed.errors.contains("going back to the snapshot of epoch 1"), "\(resumed.errors)")
    #expect(try bench.jx("show", "broken").output.contains("going back to the snapshot of epoch 1"))
    let (found, expected) = (try RunFacts("broken", in: bench), try RunFacts("straight", in: bench))
    #expect(found.epochs == expected.epochs && found.snapshots == expected.snapshots)
  }
}
