import Foundation
import Testing

@Suite("Commands on recorded runs")
struct RecordedRunTests {
  /// Two finished runs, `one` and `two`; the tests only read them.
  private static let recorded = Result {
    let bench = try Workbench.withRecordings()
    for (name, rate) in [("one", "1e-3"), ("two", "1e-2")] {
      let outcome = try bench.jx(
        "run", "tiny.yaml", "--name", name, "--set", "train.learning_rate=\(rate)", "--tag", "t", "--note",
        "n, \"q\"")
      guard outcome.status == 0 else { throw NSError(domain: outcome.errors, code: Int(outcome.status)) }
    }
    bench.removeAtExit()
    return bench
  }

  private static func json(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test("run prints the id first, a line an epoch, the evaluation, and what to do next")
  func run() throws {
    let bench = try Workbench.withRecordings()
    let outcome = try bench.jx("run", "tiny.yaml")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let id = try #require(bench.runFolders().first)
    let lines = outcome.lines
    #expect(lines[0] == "run \(id) in runs/\(id)")
    #expect(lines[1].hasPrefix("epoch 1/2  loss ") && lines[2].hasPrefix("epoch 2/2  loss "))
    #expect(lines[1].contains("validation loss") && lines[1].contains("examples/s"))
    #expect(lines[3].hasPrefix("test: ") && lines[3].contains("of 3 clips"))
    #expect(lines[4] == "finished: jx show \(id)")
    #expect(lines.count == 6 && lines[5].isEmpty)
    #expect(!outcome.errors.contains("error"))
    let files = bench.names(in: "runs/\(id)")
    for file in [
      "config.yaml", "split.csv", "data.csv", "log.txt", "run.json", "epochs.jsonl", "snapshots",
      "predictions",
    ] {
      #expect(files.contains(file), "\(file)")
    }
  }

  @Test("runs lists them newest first, as a table, JSON and CSV")
  func runs() throws {
    let bench = try Self.recorded.get()
    let table = try bench.jx("runs")
    #expect(table.status == 0 && table.errors.isEmpty)
    #expect(table.lines[0].split(separator: " ").prefix(3) == ["id", "name", "status"])
    #expect(table.lines[1].contains(" two ") && table.lines[2].contains(" one "))
    let rows = try #require(try Self.json(bench.jx("runs", "--json").output) as? [[String: Any]])
    #expect(rows.map { $0["name"] as? String } == ["two", "one"])
    #expect(rows.allSatisfy { $0["status"] as? String == "finished" && $0["epochs"] as? String == "2/2" })
    #expect(rows.allSatisfy { $0["test"] is Double || $0["test"] is Int })
    #expect(Set(rows.compactMap { $0["id"] as? String }) == Set(bench.runFolders()))
    let csv = try bench.jx("runs", "--csv", "--limit", "1")
    #expect(
      csv.lines[0] == "id,name,status,epochs,best_validation,test,loss,checkpoint,data,started")
    #expect(csv.lines.count == 3 && csv.lines[1].contains(",two,finished,2/2,"))
  }

  @Test("show has config, epochs, evaluation, snapshots and labels, as text, JSON and CSV")
  func show() throws {
    let bench = try Self.recorded.get()
    let text = try bench.jx("show", "one", "--attempts")
    #expect(text.status == 0 && text.errors.isEmpty)
    for part in [
      "one  finished", "2 of 2 epochs, 1 attempt", "train.learning_rate: 0.001", "(--set", "(tiny.yaml:4:11)",
      "tags t",
      "note n, \"q\"", "from checkpoint none", "epoch-0002.safetensors", "attempts\n", "evaluation 1\n",
      "engine openblas",
    ] { #expect(text.output.contains(part), "\(part) is missing in \(text.output)") }
    let object = try #require(try Self.json(bench.jx("show", "last", "--json").output) as? [String: Any])
    #expect((object["details"] as? [String: Any])?["name"] as? String == "two")
    #expect((object["epochs"] as? [Any])?.count == 2 && (object["evaluations"] as? [Any])?.count == 1)
    let csv = try bench.jx("show", "one", "--csv")
    #expect(csv.lines.count == 4 && csv.lines[0].hasPrefix("epoch,loss,accuracy,validation_loss"))
    let id = try #require(object["details"] as? [String: Any])["id"] as? String ?? ""
    #expect(
      try bench.jx("show", String(id.prefix(6)), "--json").output == bench.jx("show", id, "--json").output)
  }

  @Test("compare shows only what differs, and their figures")
  func compare() throws {
    let bench = try Self.recorded.get()
    let table = try bench.jx("compare", "one", "two")
    #expect(table.status == 0 && table.errors.isEmpty)
    let first = table.lines.compactMap {
      $0.split(separator: " ", omittingEmptySubsequences: true).first.map(String.init)
    }
    #expect(first.contains("train.learning_rate") && !first.contains("train.epochs"))
    #expect(first.contains("test.accuracy"))
    let object = try #require(
      try Self.json(bench.jx("compare", "two", "one", "--json").output) as? [String: Any])
    let rows = try #require(object["runs"] as? [[String: Any]])
    #expect(rows.map { $0["name"] as? String } == ["two", "one"])
    #expect(rows.map { $0["train.learning_rate"] as? String } == ["0.01", "0.001"])
    #expect(try bench.jx("compare", "--csv").lines.count == 4)
    let single = try bench.jx("compare", "one", "one")
    #expect(single.status == 64 && single.errors.contains("two different runs"))
  }

  @Test("eval repeats the final evaluation, and takes another folder")
  func eval() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1").status == 0)
    let text = try bench.jx("eval", "last")
    #expect(text.status == 0 && text.output.hasPrefix("test: "), "\(text)")
    let object = try #require(
      try Self.json(bench.jx("eval", "last", "--data", "demo", "--json").output) as? [String: Any])
    #expect(object["clips"] as? Int == 15 && object["number"] as? Int == 3)
    let csv = try bench.jx("eval", "last", "--split", "train", "--snapshot", "1", "--csv")
    #expect(csv.lines[0] == "class,clips,recall,precision,f1,auroc,ap" && csv.lines.count == 5)
    let missing = try bench.jx("eval", "last", "--snapshot", "7")
    #expect(missing.status == 1 && missing.errors.contains("keeps no snapshot '7'; expected one of epoch 1"))
  }

  @Test("query ranks classes by their scores, and goes on past files that can't be read")
  func query() throws {
    let bench = try Self.recorded.get()
    let species = try #require(bench.names(in: "demo").first { $0.hasPrefix("Demo") })
    let clip = "demo/\(species)/" + (try #require(bench.names(in: "demo/\(species)").first))
    let table = try bench.jx("query", "one", clip)
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.lines.count == 5 && table.lines[0].hasPrefix("file"))
    #expect(table.lines[0].contains("confidence  score"))
    let rows = try #require(
      try Self.json(bench.jx("query", "one", clip, clip, "--json").output) as? [[String: Any]])
    #expect(rows.map { $0["rank"] as? Int } == [1, 2, 3, 1, 2, 3])
    let scores = rows.prefix(3).compactMap { $0["score"] as? Double }
    #expect(scores == scores.sorted(by: >) && scores.count == 3)
    let mixed = try bench.jx("query", "one", "tiny.yaml", clip, "--csv", "--top", "1")
    #expect(mixed.status == 1 && mixed.errors.contains("tiny.yaml") && mixed.lines.count == 3)
    let none = try bench.jx("query", "one", "nosuch.wav")
    #expect(none.status == 66 && none.errors.contains("nosuch.wav") && none.output.isEmpty)
  }
}
