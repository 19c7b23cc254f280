import Testing

@testable import Experiments

@Suite("data.split")
struct SplitConfigTests {
  @Test(
    "its kinds",
    arguments: [
      ("{}", SplitConfig.random(validation: 0.1, test: 0.1)),
      ("{validation: 0.2}", .random(validation: 0.2, test: 0.1)),
      ("{test: 0, validation: 0}", .random(validation: 0, test: 0)),
      ("{folds: {count: 5, test: 1}}", .folds(count: 5, test: 1, validation: .none)),
      ("{folds: {count: 5, test: 5, validation: 1}}", .folds(count: 5, test: 5, validation: .fold(1))),
      (
        "{folds: {count: 2, test: 1}, validation: 0.1}", .folds(count: 2, test: 1, validation: .fraction(0.1))
      ),
      ("{folds: {count: 2, test: 1}, validation: 0}", .folds(count: 2, test: 1, validation: .none)),
      (
        #"{folds: {pattern: "^(\\d)-", test: 1}}"#,
        .foldsByPattern(pattern: #"^(\d)-"#, test: "1", validation: .none)
      ),
      (
        #"{folds: {pattern: '^(\d)-', test: 01, validation: b}}"#,
        .foldsByPattern(pattern: #"^(\d)-"#, test: "01", validation: .fold("b"))
      ),
      (
        #"{validation: 0.5, folds: {pattern: "(?:x|(y))", test: y}}"#,
        .foldsByPattern(pattern: "(?:x|(y))", test: "y", validation: .fraction(0.5))
      ),
      ("{manifest: a/split.csv}", .manifest(path: "a/split.csv")),
    ])
  func kinds(yaml: String, split: SplitConfig) throws {
    let resolved = try readConfig("data:\n  folder: a\n  split: \(yaml)\n")
    #expect(resolved.config.data.split == split)
    #expect(try readConfig(resolved.yaml()).config.data.split == split)
  }

  static let wrong: [Refusal] = [
    Refusal(
      "{manifest: a, folds: {count: 5, test: 1}}", at: ":3:24", "data.split.folds beside data.split.manifest"),
    Refusal("{manifest: a, test: 0.1}", at: ":3:24", "data.split.test beside data.split.manifest"),
    Refusal(
      "{folds: {count: 5, test: 1}, test: 0.1}", at: ":3:39", "data.split.test beside data.split.folds"),
    Refusal("{folds: {count: 5, test: 1, validation: 2}, validation: 0.1}", at: ":3:54", "a fold"),
    Refusal("{folds: {count: 5, test: 1, validation: 1}}", at: ":3:50", "both tests and validates"),
    Refusal("{folds: {pattern: (a), test: x, validation: x}}", at: ":3:54", "both tests and validates"),
    Refusal(
      "{folds: {count: 5, pattern: (a), test: 1}}", at: ":3:29", "folds.pattern beside data.split.folds.count"
    ),
    Refusal("{folds: {count: 5, test: 6}}", at: ":3:35", "data.split.folds.test is '6'", "from 1 to 5"),
    Refusal("{folds: {count: 5, test: 0}}", at: ":3:35", "from 1 to 5"),
    Refusal("{folds: {count: 1, test: 1}}", at: ":3:26", "from 2 to 1000"),
    Refusal("{folds: {count: 5}}", at: ":3:18", "data.split.folds.test is missing"),
    Refusal("{folds: {test: 1}}", at: ":3:18", "neither count nor pattern"),
    Refusal("{folds: 5}", at: ":3:18", "data.split.folds is '5'", "{count: 5, test: 1}"),
    Refusal("{folds: {pattern: '^\\d-', test: 1}}", at: ":3:28", "exactly one group", "It has 0 groups"),
    Refusal("{folds: {pattern: (a)(b), test: 1}}", at: ":3:28", "It has 2 groups"),
    Refusal("{folds: {cuont: 5, test: 1}}", at: ":3:19", "Did you mean 'count'?"),
    Refusal("{validation: 0.5, test: 0.5}", at: ":3:10", "a sum below 1"),
    Refusal("{validation: 1}", at: ":3:23", "from 0 to below 1"),
    Refusal("{test: -0.1}", at: ":3:17", "from 0 to below 1"),
    Refusal("{train: 0.8}", at: ":3:11", "unknown key 'train' in data.split"),
    Refusal("{manifest: [a]}", at: ":3:21", "data.split.manifest is a list"),
    Refusal("0.1", at: ":3:10", "data.split is '0.1'", "{validation: 0.1, test: 0.1}"),
  ]

  @Test("what contradicts itself is refused at its place", arguments: wrong)
  func refusals(expected: Refusal) throws {
    let error = try #require(refusal("data:\n  folder: a\n  split: \(expected.yaml)\n"))
    #expect(
      error.description.split(separator: "\n").contains { $0.hasPrefix(expected.place + ": ") }, "\(error)")
    for words in expected.words { #expect(error.description.contains(words), "\(error)") }
  }
}
