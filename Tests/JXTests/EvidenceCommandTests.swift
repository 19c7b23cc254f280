import Foundation
import Testing

@Suite("Commands on evidence: eval, calibrate, compare, query, folds")
struct EvidenceCommandTests {
  /// Two runs, `one` and `two`, that differ in the learning rate; tests only add evaluations.
  private static func recorded() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    for (name, rate) in [("one", "1e-3"), ("two", "1e-2")] {
      let outcome = try bench.jx(
        "run", "tiny.yaml", "--name", name, "--set", "train.learning_rate=\(rate)")
      guard outcome.status == 0 else { throw NSError(domain: outcome.errors, code: Int(outcome.status)) }
    }
    return bench
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static func rows(_ text: String) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test("eval --scores evaluates a table from anywhere, and names the line that is wrong")
  func table() throws {
    let bench = try Workbench()
    try bench.write(
      "label,score_0,score_1,score_2\n0,0.7,0.2,0.1\n1,0.5,0.4,0.1\n1,0.1,0.8,0.1\n", to: "s.csv")
    let text = try bench.jx("eval", "--scores", "s.csv")
    #expect(text.status == 0 && text.lines[0] == "3 rows, 3 classes", "\(text)")
    #expect(text.output.contains("classes without rows, in no average over classes: 2"))
    let object = try Self.object(bench.jx("eval", "--scores", "s.csv", "--json").output)
    #expect(object["accuracy"] as? Double == 2.0 / 3 && object["balanced_accuracy"] as? Double == 0.75)
    #expect(object["classes_without_positives"] as? [Int] == [2])
    try bench.write("label,score_0\n0,x\n", to: "bad.csv")
    let bad = try bench.jx("eval", "--scores", "bad.csv")
    #expect(bad.status == 1 && bad.errors.contains("bad.csv:2: error: score_0 'x'"))
    #expect(try bench.jx("eval", "--scores", "nosuch.csv").status == 66)
  }

  @Test("eval compares aggregations on validation and keeps the one that is chosen")
  func aggregation() throws {
    let bench = try Self.recorded()
    let rows = try Self.rows(bench.jx("eval", "one", "--aggregate", "all", "--json").output)
    #expect(
      rows.map { $0["aggregation"] as? String }
        == ["sum_of_squares", "mean", "max", "noisy_or", "top_3_mean", "log_odds_mean"])
    #expect(rows.map { $0["used"] as? Bool } == [true, false, false, false, false, false])
    let saved = try bench.jx("eval", "one", "--aggregate", "log_odds_mean", "--save")
    #expect(saved.status == 0 && saved.errors.contains("now judges clips by log_odds_mean"), "\(saved)")
    let record = try Self.object(bench.jx("eval", "one", "--json").output)
    #expect(record["aggregation"] as? String == "log_odds_mean" && record["number"] as? Int == 3)
    let shown = try bench.jx("show", "one")
    #expect(shown.output.contains("these clips were looked at 2 times before"), "\(shown.output)")
    #expect(try bench.jx("eval", "one", "--aggregate", "median").status == 64)
  }

  @Test("calibrate keeps thresholds with the run, and query then says no bird of what reaches none")
  func calibrate() throws {
    let bench = try Self.recorded()
    let rule = try Self.object(bench.jx("calibrate", "one", "--json").output)
    #expect((rule["basis"] as? [String: Any])?["clip_count"] as? Int == 3)
    let text = try bench.jx("calibrate", "one", "--method", "platt", "--precision", "1")
    #expect(text.status == 0 && text.output.contains("3 validation clips: log loss "), "\(text)")
    #expect(bench.names(in: "runs/" + (bench.runFolders().first ?? "")).contains("run.json"))
    #expect(try bench.jx("calibrate", "one", "--noise-class", "nosuch").status == 64)
    #expect(try bench.jx("calibrate", "one", "--method", "magic").status == 64)
    #expect(try bench.jx("calibrate", "one", "--precision", "1.5").status == 64)
    try Data(Self.silence(seconds: 3)).write(to: URL(filePath: bench.path + "/silence.wav"))
    let rows = try Self.rows(bench.jx("query", "one", "silence.wav", "--json").output)
    #expect(rows.count == 1 && rows[0]["class"] as? String == "no bird (silence)")
    #expect(rows[0]["confidence"] is NSNull)
  }

  /// A WAV file of zeros, 16 bits at 16 kHz.
  private static func silence(seconds: Int) -> [UInt8] {
    func four(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    func two(_ value: Int) -> [UInt8] { Array(four(value)[..<2]) }
    let count = seconds * 32_000
    var bytes = Array("RIFF".utf8) + four(36 + count) + Array("WAVEfmt ".utf8) + four(16)
    bytes += two(1) + two(1) + four(16_000) + four(32_000) + two(2) + two(16)
    return bytes + Array("data".utf8) + four(count) + [UInt8](repeating: 0, count: count)
  }

  @Test("compare gives intervals, a verdict and the clips that changed sides, in every format")
  func compare() throws {
    let bench = try Self.recorded()
    let text = try bench.jx("compare", "one", "two", "--files")
    #expect(text.status == 0 && text.errors.isEmpty, "\(text)")
    #expect(text.output.contains("(95 %: ") && text.output.contains("McNemar's exact p = "))
    let object = try Self.object(bench.jx("compare", "one", "two", "--files", "--json").output)
    let runs = try #require(object["runs"] as? [[String: Any]])
    #expect(runs.map { $0["name"] as? String } == ["one", "two"])
    #expect(runs.allSatisfy { $0["test.accuracy.lower"] is Double || $0["test.accuracy.lower"] is Int })
    let pair = try #require(object["pair"] as? [String: Any])
    #expect(pair["clips"] as? Int == 3 && pair["verdict"] as? String == "undecided")
    let csv = try bench.jx("compare", "one", "two", "--csv", "--sort", "accuracy")
    #expect(csv.lines[0].contains("test.accuracy,test.accuracy.lower,test.accuracy.upper"), "\(csv.lines[0])")
    let markdown = try bench.jx("compare", "one", "two", "--md", "--only-changed")
    #expect(markdown.lines[0].hasPrefix("| ") && markdown.lines[1].hasPrefix("| ---"))
    #expect(try bench.jx("compare", "one", "two", "--sort", "beauty").status == 64)
    #expect(try bench.jx("compare", "one", "two", "--split", "tst").status == 64)
    #expect(try bench.jx("run", "tiny.yaml", "--name", "three", "--set", "seed=9").status == 0)
    let other = try bench.jx("compare", "one", "three")
    #expect(other.status == 0 && other.errors.contains("different"), "\(other.errors)")
    let several = try bench.jx("compare", "one", "two", "one")
    #expect(several.status == 0)
  }

  @Test("run --folds makes a group, goes on where it stopped, and says mean and deviation")
  func folds() throws {
    let bench = try Workbench.withRecordings()
    let split = [
      "--set", "data.split={folds: {count: 3, test: 1}, validation: 0.2}", "--set", "train.epochs=1",
    ]
    let first = try bench.begin(["run", "tiny.yaml", "--folds", "1,3"] + split).finish()
    #expect(first.status == 0 && first.output.contains("mean ± deviation"), "\(first)")
    let all = try bench.begin(["run", "tiny.yaml", "--folds", "all"] + split).finish()
    #expect(all.status == 0 && all.output.contains("all test clips together: "), "\(all)")
    #expect(all.lines[0].hasPrefix("fold 1: run ") && bench.runFolders().count == 3)
    let object = try Self.object(bench.jx("compare", "--group", "tiny-folds", "--json").output)
    let summary = try #require((object["summaries"] as? [String: Any])?["accuracy"] as? [String: Any])
    #expect(summary["count"] as? Int == 3 && (object["runs"] as? [Any])?.count == 3)
    let again = try bench.jx("eval", "--folds", "tiny-folds")
    #expect(again.status == 0 && again.output.contains("mean ± deviation"), "\(again)")
    let other = try bench.begin(
      ["run", "tiny.yaml", "--folds", "all", "--set", "train.learning_rate=1e-2"] + split
    ).finish()
    #expect(other.status == 64 && other.errors.contains("--group"), "\(other)")
    let none = try bench.jx("run", "tiny.yaml", "--folds", "all")
    #expect(none.status == 64 && none.errors.contains("a split without folds"), "\(none)")
    #expect(try bench.jx("compare", "--group", "nosuch").status == 66)
  }

  @Test("query answers by time span, for Raven and Audacity, for folders and standard input")
  func query() throws {
    let bench = try Self.recorded()
    let species = try #require(bench.names(in: "demo").first { $0.hasPrefix("Demo") })
    let clips = bench.names(in: "demo/\(species)")
    let clip = "demo/\(species)/\(clips[0])"
    let folder = try Self.rows(bench.jx("query", "one", "demo/\(species)", "--top", "1", "--json").output)
    #expect(folder.count == clips.count && folder[0]["file"] as? String == clip)
    let spans = try Self.rows(
      bench.jx("query", "one", clip, "--span", "0.96", "--hop", "0.01", "--spans", "--top", "1", "--json")
        .output)
    #expect(spans.count >= 1 && spans[0]["start"] as? Int == 0)
    let raven = try bench.jx("query", "one", clip, "--format", "raven")
    #expect(raven.lines[0].hasPrefix("Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)"))
    #expect(raven.lines[1].split(separator: "\t").prefix(4) == ["1", "Spectrogram 1", "1", "0.000"])
    let labels = try bench.jx("query", "one", clip, "--format", "audacity")
    #expect(labels.status == 0 && labels.lines[0].hasPrefix("0.000\t"), "\(labels)")
    let input = try Program.start(
      ["/bin/sh", "-c", "'\(Program.path)' query one - --csv < '\(clip)'"], in: bench.path,
      environment: bench.environment
    ).finish()
    let file = try bench.jx("query", "one", clip, "--csv")
    #expect(
      input.status == 0 && input.output.replacing("standard input", with: clip) == file.output, "\(input)")
    #expect(try bench.jx("query", "one", clip, clip, "--format", "audacity").status == 64)
    #expect(try bench.jx("query", "one", clip, "--spans").status == 64)
    #expect(try bench.jx("query", "one", clip, "--hop", "0.005").status == 1)
    try bench.write("no sound", to: "demo/\(species)/broken.wav")
    let mixed = try bench.jx("query", "one", "demo/\(species)", "--csv", "--top", "1")
    #expect(mixed.status == 1 && mixed.lines.count == clips.count + 2)
    #expect(
      mixed.errors.contains("1 of \(clips.count + 1) files could not be read: demo/\(species)/broken.wav"))
  }
}
