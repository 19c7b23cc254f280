import Foundation
import Glibc
import Testing

@Suite("A disk that fills up while a snapshot is written")
struct FullDiskRunTests {
  /// Room for files up to so many blocks of 512 bytes; a write beyond fails instead of killing the process.
  private static func limited(to blocks: Int) -> [String] {
    ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", "sh"]
  }

  private static func expectWholeFailure(_ outcome: Program.Outcome, _ bench: Workbench, registry: String)
    throws
  {
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("snapshots/epoch-0002"), "\(outcome.errors)")
    #expect(outcome.errors.contains("what was recorded stands: jx show"), "\(outcome.errors)")
    let id = try #require(bench.runFolders(in: registry).first)
    #expect(
      bench.names(in: "\(registry)/\(id)/snapshots") == [
        "epoch-0001.safetensors", "epoch-0001.state.safetensors",
      ])
    let facts = try RunFacts("last", in: bench, registry: registry)
    #expect(facts.status == "failed" && facts.epochs.count == 1 && facts.snapshots.count == 1)
  }

  @Test(
    "says so, leaves nothing half-written, and the run goes on from the earlier snapshot once there is room")
  func limitedFiles() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1").status == 0)
    let id = try #require(bench.runFolders().first)
    let values = try bench.bytes("runs/\(id)/snapshots/epoch-0001.safetensors").count
    // The values fit, the optimizer's state, twice as large, does not.
    let outcome = try bench.begin(
      ["resume", "last", "--epochs", "2"], behind: Self.limited(to: values * 3 / 2 / 512)
    ).finish()
    try Self.expectWholeFailure(outcome, bench, registry: "runs")
    #expect(outcome.errors.contains("File too large"))
    #expect(try bench.jx("resume", "last").status == 0)
    #expect(try bench.jx("run", "tiny.yaml", "--name", "straight").status == 0)
    let (resumed, straight) = (try RunFacts("tiny", in: bench), try RunFacts("straight", in: bench))
    #expect(resumed.epochs == straight.epochs && resumed.snapshots == straight.snapshots)
    #expect(resumed.evaluations.last?.contains("\"number\":2") == true)
  }

  @Test(
    "does so too on a real file system without room",
    .enabled(if: SmallFileSystem.isPossible, "mounting takes the superuser"))
  func fileSystem() throws {
    let bench = try Workbench.withRecordings()
    let config = Workbench.tinyConfig.replacing("epochs: 2", with: "epochs: 9")
    try bench.write(config, to: "tiny.yaml")
    // One snapshot and the database find room, a second snapshot does not.
    let disk = try SmallFileSystem(
      at: bench.path + "/small", kibibytes: SmallFileSystem.roomForOneSnapshot(in: bench))
    let outcome = try bench.jx("run", "tiny.yaml", "--registry", "small")
    try Self.expectWholeFailure(outcome, bench, registry: "small")
    #expect(outcome.errors.contains("No space left on device") && outcome.errors.contains("MiB free"))
    withExtendedLifetime(disk) {}
  }
}
