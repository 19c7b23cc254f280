import Foundation
import Glibc
import Testing

@Suite("Bad input to jx run")
struct BadInputTests {
  /// Runs the config and expects a refusal that leaves nothing but what was there.
  private static func refusal(
    _ bench: Workbench, _ arguments: String..., config: String = "tiny.yaml"
  ) throws -> Program.Outcome {
    let before = bench.names()
    let outcome = try bench.begin(["run", config] + arguments).finish()
    #expect(outcome.status != 0)
    #expect(outcome.output.isEmpty, "\(outcome.output)")
    #expect(bench.runFolders().isEmpty)
    #expect(bench.names().filter { !before.contains($0) && $0 != "runs" && $0 != "cache" }.isEmpty)
    return outcome
  }

  @Test(
    "a mistake in the config is named with file, line, column and what was meant",
    arguments: [
      ("  learning_rate: 1e-3", "  learing_rate: 1e-3", "tiny.yaml:12:3: error: ", "learning_rate"),
      ("  learning_rate: 1e-3", "  learning_rate: -1e-3", "tiny.yaml:12:18: error: ", "above 0"),
      ("  width: 2", "  frozen: [conv1, convv2]", "tiny.yaml:7:19: error: ", "conv2"),
      ("  loss: softmax", "  loss: softmaxx", "tiny.yaml:13:9: error: ", "softmax"),
      ("data:", "dat:", "tiny.yaml:3:1: error: ", "data"),
      ("  folder: demo", "  folder: nosuch", "nosuch", "folder"),
    ])
  func configs(original: String, mistake: String, place: String, suggestion: String) throws {
    let bench = try Workbench.withRecordings()
    let config = Workbench.tinyConfig.replacing(original, with: mistake)
    try #require(config != Workbench.tinyConfig)
    try bench.write(config, to: "tiny.yaml")
    let outcome = try Self.refusal(bench)
    #expect(outcome.status == (place == "nosuch" ? 66 : 64), "\(outcome)")
    #expect(outcome.errors.contains(place) && outcome.errors.contains(suggestion), "\(outcome.errors)")
    #expect(!bench.names().contains("runs"))
  }

  @Test("overrides are checked like the file")
  func overrides() throws {
    let bench = try Workbench.withRecordings()
    for (override, text) in [
      ("train.learing_rate=1", "learning_rate"), ("train.epochs=0", "train.epochs"), ("nonsense", "nonsense"),
    ] {
      let outcome = try Self.refusal(bench, "--set", override)
      #expect(outcome.status == 64 && outcome.errors.contains(text), "\(outcome)")
    }
    let missing = try Self.refusal(bench, config: "nosuch.yaml")
    #expect(missing.status == 66 && missing.errors.contains("nosuch.yaml"))
  }

  @Test("an empty folder, and one with files but no classes")
  func emptyFolder() throws {
    let bench = try Workbench()
    try bench.write(Workbench.tinyConfig, to: "tiny.yaml")
    try FileManager.default.createDirectory(atPath: bench.path + "/demo", withIntermediateDirectories: true)
    let empty = try Self.refusal(bench)
    #expect(empty.status == 1 && empty.errors.contains("demo"), "\(empty)")
    try bench.write("", to: "demo/loose.wav")
    let loose = try Self.refusal(bench)
    #expect(loose.status == 1 && loose.errors.contains("demo"), "\(loose)")
    #expect(!bench.names().contains("runs"))
  }

  @Test("text files that are called .wav are named with their reason")
  func textFiles() throws {
    let bench = try Workbench()
    try bench.write(Workbench.tinyConfig, to: "tiny.yaml")
    for name in ["Parus_major", "Turdus_merula"] {
      for clip in 0..<5 { try bench.write("text \(clip) of \(name)", to: "demo/\(name)/\(name)\(clip).wav") }
    }
    let outcome = try Self.refusal(bench)
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("the class 'Parus_major' (and 1 more) has no training example"),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("Parus_major/Parus_major0.wav: "))
  }

  @Test("a class with one clip trains with it, and a warning says that it can't be tested")
  func singleClip() throws {
    let bench = try Workbench.withRecordings()
    let species = try #require(bench.names(in: "demo").first { $0.hasPrefix("Demo") })
    for clip in bench.names(in: "demo/\(species)").dropFirst() {
      try FileManager.default.removeItem(atPath: bench.path + "/demo/\(species)/\(clip)")
    }
    let outcome = try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.errors.contains("warning: the test split has no clip of '\(species)', which has 1 recording"))

    for other in bench.names(in: "demo").filter({ $0.hasPrefix("Demo") && $0 != species }) {
      try FileManager.default.removeItem(atPath: bench.path + "/demo/\(other)")
    }
    let alone = try bench.jx("run", "tiny.yaml")
    #expect(alone.status == 1 && alone.errors.contains("classes"), "\(alone)")
    #expect(bench.runFolders().count == 1)
  }

  @Test("a run, registry or resume that isn't there")
  func missingRuns() throws {
    let bench = try Workbench.withRecordings()
    for command in [
      ["resume", "nosuch"], ["runs"], ["show", "last"], ["compare"], ["eval", "x"], ["query", "x", "y.wav"],
    ] {
      let outcome = try bench.begin(command).finish()
      #expect(outcome.status == 66 && outcome.errors.contains("there is no registry in 'runs'"), "\(outcome)")
    }
    #expect(!bench.names().contains("runs"))
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1", "--name", "robin").status == 0)
    let outcome = try bench.jx("resume", "nosuch")
    #expect(
      outcome.status == 66 && outcome.errors.contains("has no run 'nosuch'")
        && outcome.errors.contains("jx runs"))
    #expect(try bench.jx("resume", "robbin").errors.contains("did you mean 'robin'?"))
    let finished = try bench.jx("resume", "robin")
    #expect(finished.status == 64 && finished.errors.contains("--epochs 2"), "\(finished)")
  }

  @Test("a file where the registry's folder should be")
  func fileAsRegistry() throws {
    let bench = try Workbench.withRecordings()
    try bench.write("a file", to: "runs")
    let outcome = try bench.jx("run", "tiny.yaml")
    #expect(outcome.status == 1 || outcome.status == 66, "\(outcome)")
    #expect(outcome.errors.contains("runs") && outcome.output.isEmpty, "\(outcome.errors)")
    #expect(try bench.bytes("runs") == Array("a file".utf8))
  }

  private static let changesUser = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

  /// The superuser may write anywhere and gives the rights up first.
  @Test(
    "a registry folder without write permission, old or new",
    .enabled(if: geteuid() != 0 || FileManager.default.isExecutableFile(atPath: changesUser[0])),
    arguments: [true, false])
  func withoutPermission(exists: Bool) throws {
    let bench = try Workbench.withRecordings()
    try FileManager.default.createDirectory(
      atPath: bench.path + "/place/runs", withIntermediateDirectories: true)
    let registry = exists ? "place/runs" : "place/new"
    unsafe chmod(bench.path + (exists ? "/place/runs" : "/place"), 0o555)
    let outcome = try bench.begin(
      ["run", "tiny.yaml", "--registry", registry], behind: geteuid() == 0 ? Self.changesUser : []
    ).finish()
    unsafe chmod(bench.path + "/place", 0o755)
    try #require(outcome.status != 126 && outcome.status != 127, "the tests' folder is closed to others")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains(registry) && outcome.errors.contains("ermission"), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(bench.names(in: "place") == ["runs"] && bench.names(in: "place/runs").isEmpty)
    #expect(!bench.names().contains("cache"))
  }
}
