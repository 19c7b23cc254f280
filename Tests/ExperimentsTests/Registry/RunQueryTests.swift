import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("Conditions on runs")
struct RunQueryTests {
  private let folder: TemporaryFolder
  private let registry: Registry

  /// Four runs: alder and birch finished, cedar interrupted, dogwood crashed without an epoch.
  init() throws {
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path)
    let runs:
      [(name: String, tags: Set<String>, rate: String, frozen: String, epochs: Int, accuracy: Double?)] = [
        ("alder", ["kept", "first try"], "0.0001", "[conv1, conv2]", 3, 0.95),
        ("birch", ["draft"], "3.0e-05", "[]", 5, 0.875), ("cedar", [], "0.001", "[]", 2, nil),
        ("dogwood", ["kept"], "auto", "[vggish]", 0, nil),
      ]
    for run in runs {
      var new = SampleRun.make(name: run.name, tags: run.tags)
      new.note = run.name == "birch" ? "it's 100 % \"odd\"" : ""
      new.configValues = [
        ConfigValue(key: "train.learning_rate", value: run.rate, source: "default"),
        ConfigValue(key: "model.frozen", value: run.frozen, source: "default"),
        ConfigValue(key: "train.loss", value: run.name == "alder" ? "softmax" : "sigmoid", source: "default"),
        ConfigValue(key: "old.key", value: "7", source: "default"),
      ]
      let handle = try registry.createRun(new)
      for epoch in 0..<run.epochs { try handle.recordEpoch(SampleRun.epoch(epoch + 1), snapshot: nil) }
      if let accuracy = run.accuracy {
        try handle.recordEvaluation(SampleRun.evaluation(0.1))
        try handle.recordEvaluation(SampleRun.evaluation(accuracy))
      }
      if run.name != "dogwood" {
        try handle.finish(run.name == "cedar" ? .interrupted : .finished)
      }
    }
  }

  private func names(_ condition: String?, sort: String? = nil) throws -> [String] {
    try registry.runs(matching: RunQuery(where: condition, sortedBy: sort)).map(\.name)
  }

  @Test(
    "find the runs that fulfil them",
    arguments: [
      ("status = finished", "birch alder"), ("status != finished", "dogwood cedar"),
      ("status = crashed", "dogwood"), ("status = running", ""),
      ("status in (crashed, interrupted)", "dogwood cedar"),
      ("status not in (crashed, interrupted)", "birch alder"), ("name = alder", "alder"),
      ("name ~ ED", "cedar"), ("name !~ e", "dogwood birch"), ("name like '%c_'", "birch"),
      ("name LIKE '%C%'", "cedar birch"), ("name not like '%c%'", "dogwood alder"),
      ("note = 'it''s 100 % \"odd\"'", "birch"), ("note ~ \"it's\"", "birch"),
      ("tag = kept", "dogwood alder"), ("tag != kept", "cedar birch"), ("tag = 'first try'", "alder"),
      ("tag ~ RA", "birch"), ("tag in (draft, 'first try')", "birch alder"), ("tag is null", "cedar"),
      ("tag is not null", "dogwood birch alder"), ("tag = kept and tag = 'first try'", "alder"),
      ("train.learning_rate = 1e-4", "alder"), ("train.learning_rate < 1e-4", "birch"),
      ("train.learning_rate >= 0.00003", "cedar birch alder"), ("train.learning_rate = auto", "dogwood"),
      ("train.learning_rate != 0.0001", "cedar birch"),
      ("not train.learning_rate=0.0001", "dogwood cedar birch"),
      ("train.learning_rate in (0.001, 0.0001)", "cedar alder"), ("model.frozen ~ conv1", "alder"),
      ("model.frozen = '[]'", "cedar birch"), ("old.key > 6", "dogwood cedar birch alder"),
      ("train.loss = softmax", "alder"), ("train.loss < 0.3", "birch"),
      ("train.loss.last <= 0.5", "cedar birch alder"),
      ("test.accuracy > 90%", "alder"), ("test.accuracy >= 0.875 and test.accuracy < 0.95", "birch"),
      ("test.accuracy is null", "dogwood cedar"), ("test.accuracy < 2", "birch alder"),
      ("test.auc is null", "dogwood cedar birch alder"), ("validation.loss.min = 0.5", "birch alder"),
      ("validation.loss.max > 2.4", "cedar birch alder"), ("validation.loss = 1.5", "cedar birch"),
      ("epochs > 2", "birch alder"), ("epochs = 0 or epochs = 5", "dogwood birch"),
      ("name = alder or name = birch and epochs = 0", "alder"),
      ("(name = alder or name = birch) and epochs = 5", "birch"),
      ("not (name = alder or not name = birch)", "birch"), ("not not name = alder", "alder"),
      ("NOT name = alder AND NOT name = birch", "dogwood cedar"),
      ("attempts = 1 and threads = 2", "dogwood cedar birch alder"),
      ("started = today", "dogwood cedar birch alder"), ("started > 1 days ago", "dogwood cedar birch alder"),
      ("started < today", ""), ("started >= 2001-01-01 and started < 2002-01-01", ""),
      ("started > today", ""),
      ("started <= today", "dogwood cedar birch alder"), ("ended is null", "dogwood"),
      ("engine = openblas and host is not null", "dogwood cedar birch alder"),
    ])
  func fulfil(condition: String, expected: String) throws {
    #expect(try names(condition).joined(separator: " ") == expected)
  }

  @Test(
    "sort by any key, runs without a value last",
    arguments: [
      (nil, "dogwood cedar birch alder"), ("name", "alder birch cedar dogwood"),
      ("-name", "dogwood cedar birch alder"), ("test.accuracy", "birch alder dogwood cedar"),
      ("-test.accuracy", "alder birch dogwood cedar"), ("-epochs", "birch alder cedar dogwood"),
      ("train.learning_rate", "birch alder cedar dogwood"),
      ("validation.loss.min", "birch alder cedar dogwood"),
      ("status", "dogwood birch alder cedar"), ("tag", "birch alder dogwood cedar"),
    ] as [(String?, String)])
  func sorts(key: String?, expected: String) throws {
    #expect(try names(nil, sort: key).joined(separator: " ") == expected)
  }

  @Test(
    "point at the place of a mistake and name what was meant",
    arguments: [
      ("train.learing_rate = 1", 1, "there is no key 'train.learing_rate'", "'train.learning_rate'"),
      ("name = a and statu = x", 14, "there is no key 'statu'", "'status'"),
      ("status = finishd", 10, "'finishd' for status", "'finished'"),
      ("status ~ fin", 8, "'~' for status", "=, != or IN"), ("status =", 9, "the end", "a value"),
      ("status", 7, "the end", "=, !="), ("", 1, "the end", "a key"), ("and", 1, "'and'", "a key"),
      ("name = a b", 8, "'a b' for name", "quotes"), ("name = 'a", 8, "closing '", "without its"),
      ("(name = a", 1, "not closed", "parenthesis"), ("name = a)", 9, "')'", "AND, OR"),
      ("name = a name = b", 8, "'a name'", "quotes"), ("name = 'a' name = b", 12, "'name'", "AND, OR"),
      ("epochs = many", 10, "'many' for epochs", "a number"),
      ("epochs ~ 3", 8, "'~' for epochs", "<="), ("test.accuracy > high", 17, "'high'", "a number"),
      ("started > noon", 11, "'noon'", "7 days ago"),
      ("started > 2026-02-30", 11, "'2026-02-30'", "2026-11-01"),
      ("started > '2026-02-20 25:00'", 11, "25:00", "13:05"), ("started ~ 2026", 9, "'~'", "<="),
      ("train.learning_rate > auto", 23, "'auto'", "a number"), ("name ! a", 6, "a lone '!'", "!="),
      ("name in a", 9, "'a'", "(1, 2)"), ("name in (a", 11, "the end", "closing parenthesis"),
      ("name in ()", 10, "')'", "a value"),
      ("name not = a", 10, "'='", "IN or LIKE"), ("name is a", 9, "'a'", "NULL"),
      ("test.acuracy > 1", 1, "'test.acuracy'", "'test.accuracy'"), ("tag > a", 5, "'>' for tag", "LIKE"),
      ("validation.loss.mn < 1", 1, "'validation.loss.mn'", "'validation.loss.m"),
      ("name = a or (epochs > 3 and )", 29, "')'", "a key"),
    ])
  func mistakes(condition: String, column: Int, found: String, hint: String) throws {
    #expect { _ = try names(condition) } throws: { error in
      guard let error = error as? ExperimentError else { return false }
      let last = error.description.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
      let caret = last.firstIndex(of: "^").map { last.distance(from: last.startIndex, to: $0) }
      return error.code == .invalidConfig && error.place == "--where, column \(column)"
        && error.description.contains(found) && error.description.contains(hint) && caret == column + 1
    }
  }

  @Test("refuse an unknown sort key at its place")
  func sortMistake() {
    #expect { _ = try names(nil, sort: "-test.acuracy") } throws: { error in
      (error as? ExperimentError)?.description.hasPrefix(
        "--sort, column 2: error: there is no key 'test.acuracy'")
        == true
    }
  }

  @Test("take values as values, whatever they hold")
  func injection() throws {
    for text in ["'; DROP TABLE runs; --", "\\", "%", "?1", "\u{1F426}", "a\nb"] {
      let quoted = "'" + text.replacing("'", with: "''") + "'"
      #expect(try names("name = \(quoted)").isEmpty)
      #expect(try names("tag != \(quoted)").count == 4)
    }
    #expect(try names(nil).count == 4)
  }

  @Test("either find runs or say what is wrong, whatever is asked")
  func anything() throws {
    let words = [
      "name", "=", "(", ")", "and", "or", "not", "status", "finished", "epochs", "3", "<", ",", "in", "like",
      "is",
      "null", "'a'", "name = alder", "epochs > 3", "tag in (kept, draft)", "started < today", "tag", "~",
      "started", "today", "test.accuracy", "1e-4", "validation.loss.min", "!=",
    ]
    var random = RandomStream(seed: 11, purpose: "conditions")
    var understood = 0
    for _ in 0..<2000 {
      let count = 1 + random.next(below: 9)
      let text = (0..<count).map { _ in words[random.next(below: words.count)] }.joined(separator: " ")
      do {
        _ = try names(text)
        understood += 1
      } catch {
        #expect((error as? ExperimentError)?.code == .invalidConfig, "\(text): \(error)")
      }
    }
    #expect(understood > 5)
  }

  @Test("are limited in depth and length")
  func limits() throws {
    let deep = String(repeating: "(", count: 10_000) + "name = a"
    let long = Array(repeating: "name = a", count: 5_000).joined(separator: " or ")
    for text in [deep, long, String(repeating: "not ", count: 10_000) + "name = a"] {
      #expect { _ = try names(text) } throws: { ($0 as? ExperimentError)?.code == .invalidConfig }
    }
    let allowed = Array(repeating: "name = alder", count: 200).joined(separator: " or ")
    #expect(try names(allowed) == ["alder"])
  }

  @Test("read the figures asked for, and all others not")
  func figures() throws {
    let keys: Set = [MetricKey(.validation, "loss"), MetricKey(.test, "accuracy")]
    let whole = try registry.runs(matching: RunQuery())
    let part = try registry.runs(matching: RunQuery(figures: keys))
    #expect(part.count == 4 && part.map(\.id) == whole.map(\.id))
    for (part, whole) in zip(part, whole) {
      #expect(part.metrics == whole.metrics.filter { keys.contains($0.key) })
      #expect(part.evaluations == whole.evaluations.filter { keys.contains($0.key) })
    }
    #expect(part.contains { !$0.metrics.isEmpty } && part.contains { !$0.evaluations.isEmpty })
    #expect(whole.contains { $0.metrics.count > 1 } && whole.contains { $0.evaluations.count > 1 })
    let none = try registry.runs(matching: RunQuery(figures: []))
    #expect(none.allSatisfy { $0.metrics.isEmpty && $0.evaluations.isEmpty })
  }

  @Test("leave deleted runs out, or list them alone, and stop at a limit")
  func scopes() throws {
    let id = try registry.resolve("birch")
    try registry.setDeleted(true, id)
    #expect(try names("epochs > 2") == ["alder"])
    #expect(try registry.runs(matching: RunQuery(scope: .deleted)).map(\.name) == ["birch"])
    #expect(try registry.runs(matching: RunQuery(limit: 2)).map(\.name) == ["dogwood", "cedar"])
    let page = try registry.page(matching: RunQuery(where: "epochs > 2", sortedBy: "epochs", limit: 1))
    #expect(page.runs.map(\.name) == ["alder"] && page.total == 1)
    #expect(try registry.page(matching: RunQuery(limit: 2)).total == 3)
    #expect(try registry.resolve("last", deleted: true) == id)
    #expect { _ = try registry.resolve("alder", deleted: true) } throws: {
      ($0 as? ExperimentError)?.code == .missingRun
    }
  }
}
