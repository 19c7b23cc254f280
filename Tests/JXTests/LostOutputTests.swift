import Foundation
import Glibc
import Testing

/// What becomes of a run whose terminal, reader or log's disk is gone while it trains.
@Suite("Runs that can't print any more")
struct LostOutputTests {
  /// `script` (util-linux) makes a terminal; killed, it hangs up and leaves nothing that could be written to.
  @Test(
    "a training outlives its terminal: hung up, and gone beneath its output",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func terminal() throws {
    let bench = try Workbench.withRecordings()
    let command = "exec \(Program.path) run tiny.yaml --set train.epochs=40"
    let terminal = try bench.begin(["-qfc", command, "/dev/null"], of: "/usr/bin/script")
    #expect(terminal.waits(for: "epoch 1/40 "))
    terminal.send(SIGKILL)
    _ = terminal.finish()
    #expect(try status(after: "running", in: bench) == "finished")
  }

  /// The status that the last run has next, within a minute.
  private func status(after first: String, in bench: Workbench) throws -> String {
    let deadline = Date.now.addingTimeInterval(60)
    while true {
      let status = try RunFacts("last", in: bench).status
      if status != first || Date.now > deadline { return status }
      usleep(20_000)
    }
  }

  @Test("a training outlives a full disk beneath its log, and says at the end that the log lacks something")
  func fullDisk() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["-c", "\(Program.path) run tiny.yaml > /dev/full"], of: "/bin/sh").finish()
    #expect(
      run.status == 1 && run.errors.contains("error: standard output could not be written: No space left"))
    #expect(try RunFacts("last", in: bench).status == "finished")
    let list = try bench.begin(["-c", "\(Program.path) runs > /dev/full"], of: "/bin/sh").finish()
    #expect(list.status == 1 && list.errors.hasPrefix("error: standard output could not be written"))
  }

  @Test("a training goes on when nobody reads its output any more; a list ends")
  func reader() throws {
    let bench = try Workbench.withRecordings()
    let command = "\(Program.path) run tiny.yaml --set train.epochs=9 2> errors | head -n 1"
    #expect(try bench.begin(["-c", command], of: "/bin/sh").finish().lines.first?.hasPrefix("run ") == true)
    #expect(try status(after: "running", in: bench) == "finished")
  }
}
