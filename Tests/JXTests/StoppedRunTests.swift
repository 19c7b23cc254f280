import Foundation
import Glibc
import Testing

@Suite("Runs that are stopped, killed or run side by side")
struct StoppedRunTests {
  @Test(
    "Ctrl-C and SIGTERM end a run with 130, its state saved, and the command to go on",
    arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=100000"])
    #expect(run.waits(for: "epoch 1/100000 "))
    run.send(signal)
    let outcome = run.finish()
    let id = try #require(bench.runFolders().first)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("interrupted; to go on: jx resume \(id)\n"))
    let stopped = try RunFacts(id, in: bench)
    #expect(stopped.status == "interrupted" && !stopped.snapshots.isEmpty)
    #expect(try bench.jx("runs").output.contains("interrupted at epoch "))
    let done = stopped.epochs.count + 1
    let resumed = try bench.jx("resume", "last", "--epochs", String(done))
    #expect(resumed.status == 0, "\(resumed)")
    #expect(resumed.lines[0] == "run \(id) in runs/\(id), attempt 2")
    let straight = try bench.jx("run", "tiny.yaml", "--set", "train.epochs=\(done)", "--name", "straight")
    #expect(straight.status == 0)
    #expect(try RunFacts(id, in: bench) == RunFacts("straight", in: bench))
  }

  @Test("a second signal ends it at once, and the run can still be resumed")
  func secondSignal() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=100000"])
    #expect(run.waits(for: "epoch 1/100000 "))
    for _ in 0..<50 where run.isRunning {
      run.send(SIGINT)
      usleep(200)
    }
    #expect(run.finish().status == 130)
    let epochs = try RunFacts("last", in: bench).epochs.count
    #expect(try bench.jx("resume", "last", "--epochs", String(epochs + 1)).status == 0)
  }

  @Test("a run whose process is killed shows as crashed, and resumes to the bits of one that was not")
  func killed() throws {
    let bench = try Workbench.withRecordings()
    let epochs = 7
    let overrides = ["--set", "train.epochs=\(epochs)", "--set", "train.learning_rate=1e-2"]
    #expect(try bench.begin(["run", "tiny.yaml", "--name", "straight"] + overrides).finish().status == 0)
    let first = try bench.begin(["run", "tiny.yaml", "--name", "killed"] + overrides)
    #expect(first.waits(for: "run "))
    first.send(SIGKILL)
    #expect(first.finish().status == 128 + SIGKILL)
    #expect(try RunFacts("killed", in: bench).status == "crashed")
    #expect(try bench.jx("runs").output.contains("→ jx resume "))
    for epoch in [1, 3] {
      let attempt = try bench.begin(["resume", "killed"])
      #expect(attempt.waits(for: "epoch \(epoch)/\(epochs) "))
      usleep(useconds_t(epoch * 7_000))
      attempt.send(SIGKILL)
      #expect(attempt.finish().status == 128 + SIGKILL)
    }
    let last = try bench.jx("resume", "killed")
    #expect(last.status == 0, "\(last)")
    #expect(try RunFacts("killed", in: bench) == RunFacts("straight", in: bench))
    let attempts = try bench.jx("show", "killed", "--attempts").output
    #expect(attempts.split(separator: "\n").filter { $0.contains(" crashed ") }.count == 3)
  }

  @Test("two runs that begin at the same moment in a new registry are both recorded, with the same bits")
  func together() throws {
    let bench = try Workbench.withRecordings()
    let runs = try ["left", "right"].map { try bench.begin(["run", "tiny.yaml", "--name", $0]) }
    for run in runs {
      let outcome = run.finish()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(bench.runFolders().count == 2)
    #expect(try RunFacts("left", in: bench) == RunFacts("right", in: bench))
    #expect(try RunFacts("left", in: bench).status == "finished")
  }

  @Test("a run that is being worked on can't be resumed by another process")
  func resumedTwice() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=100000"])
    #expect(run.waits(for: "epoch 1/100000 "))
    #expect(try bench.jx("runs").output.contains("running epoch "))
    let outcome = try bench.jx("resume", "last")
    #expect(outcome.status == 1 && outcome.errors.contains("is being worked on by process "), "\(outcome)")
    run.send(SIGINT)
    #expect(run.finish().status == 130)
  }

  @Test("a signal that comes twice at once, as timeout sends it, still ends with the state saved")
  func doubledSignal() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=100000"])
    #expect(run.waits(for: "epoch 1/100000 "))
    for _ in 0..<20 { run.send(SIGINT) }
    let outcome = run.finish()
    #expect(
      outcome.status == 130 && outcome.output.contains("interrupted; to go on: jx resume"), "\(outcome)")
    #expect(try bench.jx("show", "last", "--attempts").output.contains("stopped at epoch "))
  }
}
