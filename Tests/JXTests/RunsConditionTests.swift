import Foundation
import Testing

@Suite("jx runs --where and --sort")
struct RunsConditionTests {
  /// Three runs of one epoch with different learning rates; the tests only read them.
  private static let recorded = Result {
    let bench = try Workbench.withRecordings()
    for (name, rate) in [("one", "1e-3"), ("two", "1e-2"), ("three", "3e-5")] {
      let outcome = try bench.jx(
        "run", "tiny.yaml", "--name", name, "--set", "train.learning_rate=\(rate)", "--set", "train.epochs=1",
        "--tag", name == "two" ? "draft" : "kept")
      guard outcome.status == 0 else { throw NSError(domain: outcome.errors, code: Int(outcome.status)) }
    }
    bench.removeAtExit()
    return bench
  }

  private static func names(_ arguments: String...) throws -> [String] {
    let outcome = try recorded.get().begin(["runs", "--csv"] + arguments).finish()
    #expect(outcome.status == 0, "\(outcome)")
    return outcome.lines.dropFirst().compactMap { line in
      line.split(separator: ",").dropFirst().first.map(String.init)
    }
  }

  @Test("find and sort recorded runs")
  func finds() throws {
    #expect(try Self.names("--where", "train.learning_rate >= 1e-3") == ["two", "one"])
    #expect(try Self.names("--where", "status = running") == [])
    #expect(try Self.names("--where", "not tag = draft and started = today") == ["three", "one"])
    #expect(try Self.names("--sort", "train.learning_rate") == ["three", "one", "two"])
    #expect(try Self.names("--sort", "-train.learning_rate", "--limit", "2") == ["two", "one"])
    let some = try Self.recorded.get().jx("runs", "--limit", "1")
    #expect(some.status == 0 && some.output.split(separator: "\n").count == 2)
    #expect(some.errors == "… and 2 more; --limit 0 lists all\n")
    let all = try Self.recorded.get().jx("runs", "--limit", "0")
    #expect(all.output.split(separator: "\n").count == 4 && all.errors.isEmpty)
    #expect(try Self.recorded.get().jx("runs", "--limit", "-1").status == 64)
    #expect(try Self.names("--where", "test.accuracy is not null and validation.loss.min < 99").count == 3)
    let none = try Self.recorded.get().jx("runs", "--where", "name = nobody")
    #expect(none.status == 0 && none.output == "no run fulfils the condition\n")
  }

  @Test("point at a mistake with a caret and end with 64")
  func mistakes() throws {
    let outcome = try Self.recorded.get().jx(
      "runs", "--where", "status = finished and train.learing_rate = 1")
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "--where, column 23: error: there is no key 'train.learing_rate'; expected a property of runs, a config key "
          + "or a figure that was recorded. Did you mean 'train.learning_rate'?",
        "  status = finished and train.learing_rate = 1", "                        ^~~~~~~~~~~~~~~~~~",
      ], "\(outcome.errors)")
    let sort = try Self.recorded.get().jx("runs", "--sort", "nonsense")
    #expect(sort.status == 64 && sort.errors.contains("--sort, column 1: error: there is no key 'nonsense'"))
  }
}
