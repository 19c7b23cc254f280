import Foundation
import Glibc
import Testing

@Suite("jx watch")
struct WatchCommandTests {
  @Test("follows a run of another process to its end, a line an epoch")
  func follow() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=40"])
    #expect(run.waits(for: "epoch 1/40 "))
    let watch = try bench.begin(["watch"])
    #expect(run.finish().status == 0)
    let outcome = watch.finish()
    #expect(outcome.status == 0, "\(outcome)")
    let id = try #require(bench.runFolders().first)
    #expect(outcome.lines[0] == "run \(id) (tiny), attempt 1")
    let epochs = outcome.lines.filter { $0.hasPrefix("epoch ") }
    #expect(epochs.count == 40 && epochs.last?.hasPrefix("epoch 40/40  loss ") == true)
    #expect(outcome.output.hasSuffix("finished: jx show \(id)\n"))
  }

  @Test("ends with the run's own meaning, or waits for the resume")
  func ends() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=100000"])
    #expect(run.waits(for: "epoch 1/100000 "))
    #expect(try bench.jx("watch", "tiny", "--once").output.contains("running, attempt 1"))
    let waiting = try bench.begin(["watch", "tiny", "--wait"])
    #expect(waiting.waits(for: "epoch 1/100000 "))
    run.send(SIGINT)
    #expect(run.finish().status == 130)
    let stopped = try bench.jx("watch", "tiny")
    #expect(stopped.status == 130 && stopped.output.contains("interrupted at epoch "), "\(stopped)")
    let resumed = try bench.begin(["resume", "tiny"])
    #expect(resumed.waits(for: "attempt 2"))
    #expect(waiting.waits(for: "attempt 2"))
    resumed.send(SIGKILL)
    _ = resumed.finish()
    let crashed = try bench.jx("watch", "tiny")
    #expect(crashed.status == 1 && crashed.output.contains("to go on: jx resume "), "\(crashed)")
    let done = try RunFacts("tiny", in: bench).epochs.count
    #expect(try bench.jx("resume", "tiny", "--epochs", String(done + 1)).status == 0)
    let outcome = waiting.finish()
    #expect(outcome.status == 0 && outcome.output.contains("attempt 3"), "\(outcome.errors)")
    let numbers = outcome.lines.compactMap { line in
      line.hasPrefix("epoch ") ? Int(line.dropFirst(6).prefix { $0.isNumber }) : nil
    }
    #expect(numbers == Array(1...(done + 1)))
  }

  @Test("prints JSON lines that a program can follow")
  func json() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml").status == 0)
    func objects(_ arguments: String...) throws -> [[String: Any]] {
      let outcome = try bench.begin(["watch", "last", "--json"] + arguments).finish()
      #expect(outcome.status == 0, "\(outcome)")
      return try outcome.lines.dropLast().map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }
    let all = try objects()
    #expect(all.map { $0["event"] as? String } == ["epoch", "epoch", "status"])
    #expect((all[0]["metrics"] as? [String: Double])?["train.loss"] != nil)
    #expect(all[2]["status"] as? String == "finished")
    let once = try objects("--once")
    #expect(once.count == 1 && once[0]["epochs"] as? Int == 2 && once[0]["planned_epochs"] as? Int == 2)
  }

  @Test("says what is wrong with its arguments")
  func badArguments() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("watch").status == 66)
    #expect(try bench.jx("watch", "--once", "--wait").status == 64)
  }
}
