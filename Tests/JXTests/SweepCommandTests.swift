import Foundation
import Testing

@Suite("jx sweep, and augmentation in a picture")
struct SweepCommandTests {
  private static func bench() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    let sweep =
      "sweep:\n  parameters:\n    train.learning_rate: [1e-3, 3e-3]\n    train.loss: [softmax, sigmoid]\n"
    try bench.write(Workbench.tinyConfig + sweep, to: "s.yaml")
    return bench
  }

  @Test("lists its trials, runs them as a group, and does nothing more when it is done")
  func sweep() throws {
    let bench = try Self.bench()
    let dry = try bench.jx("sweep", "s.yaml", "--dry-run", "--json")
    #expect(dry.status == 0 && dry.output.contains("tiny-t004") && !bench.names().contains("runs"))
    let first = try bench.jx("sweep", "s.yaml", "--jobs", "2")
    #expect(first.status == 0, "\(first.errors)")
    #expect(bench.runFolders().count == 4)
    #expect(first.output.contains("train.learning_rate") && first.output.contains("validation.loss"))
    let again = try bench.jx("sweep", "s.yaml")
    #expect(again.status == 0 && bench.runFolders().count == 4)
    let compared = try bench.jx("compare", "--group", "tiny-sweep", "--csv")
    #expect(compared.lines.first?.contains("learning_rate") == true)
    #expect(compared.lines.filter { $0.contains("tiny-t00") }.count == 4)
  }

  @Test("prints commands that make the same runs")
  func commands() throws {
    let bench = try Self.bench()
    let commands = try bench.jx(
      "sweep", "s.yaml", "--print-commands", "--set", "sweep.parameters={seed: [1]}")
    #expect(
      commands.output
        == "jx run s.yaml --set sweep=null --set name=tiny-t001 --set seed=1 --tag tiny-sweep\n",
      "\(commands.output)\(commands.errors)")
    let run = try bench.jx(
      "run", "s.yaml", "--set", "sweep=null", "--set", "name=tiny-t001", "--set", "seed=1", "--tag",
      "tiny-sweep")
    #expect(run.status == 0, "\(run.errors)")
    let sweep = try bench.jx("sweep", "s.yaml", "--set", "sweep.parameters={seed: [1]}")
    #expect(sweep.status == 0 && bench.runFolders().count == 1)
  }

  @Test("what can't be a sweep is refused with 64, as is a sweep that is run")
  func refused() throws {
    let bench = try Self.bench()
    #expect(try bench.jx("sweep", "tiny.yaml").status == 64)
    let run = try bench.jx("run", "s.yaml")
    #expect(run.status == 64 && run.errors.contains("jx sweep s.yaml"))
    #expect(try bench.jx("sweep", "s.yaml", "--jobs", "0").status == 64)
    #expect(try bench.jx("sweep", "none.yaml").status == 66)
  }

  @Test("the picture of an augmentation has the recording and its variants, and follows the seed")
  func picture() throws {
    let bench = try Workbench.withRecordings()
    let clip = try #require(bench.names(in: "demo").first { !$0.hasPrefix(".") })
    let file = "demo/\(clip)/" + (try #require(bench.names(in: "demo/\(clip)").first))
    func draw(_ output: String, _ more: String...) throws -> Program.Outcome {
      try bench.begin(
        ["spectrogram", file, "--augment", "tiny.yaml", "--set", "augment.time_masks=2", "-o", output] + more
      ).finish()
    }
    let first = try draw("a.png", "--seed", "1", "--variants", "2")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("a.png: ") && first.output.hasSuffix("the recording and 2 variants\n"))
    #expect(try draw("b.png", "--seed", "1", "--variants", "2").status == 0)
    #expect(try draw("c.png", "--seed", "2", "--variants", "2").status == 0)
    #expect(try bench.bytes("a.png") == bench.bytes("b.png") && bench.bytes("a.png") != bench.bytes("c.png"))
    #expect(try draw("d.npy").output.hasPrefix("d.npy: [4, 1, 96, 64]"))
    #expect(try bench.jx("spectrogram", file, "--augment", "tiny.yaml", "-o", "e.png").status == 64)
    #expect(try bench.jx("spectrogram", file, "--seed", "1", "-o", "e.png").status == 64)
  }
}
