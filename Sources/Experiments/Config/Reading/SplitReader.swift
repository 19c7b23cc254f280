/// Reads `data.split`.
struct SplitReader {
  static let fraction = ConfigRule<Double>.number(from: 0, below: 1)
  private static let path = ConfigRule<String>.text("the path of a CSV file")
  private static let pattern = ConfigRule<String>.pattern()
  private static let column = ConfigRule<String>.text("the name of a column of data.manifest")
  private static let foldName = ConfigRule<String>.text("the name of a fold")
  private static let foldCount = ConfigRule<Int>.integer(2...1000)

  /// All keys below `data.split` with what they may be.
  static let leaves: [(key: String, allowed: String)] = [
    ("folds.count", foldCount.allowed),
    ("folds.pattern", pattern.allowed),
    ("folds.test", "a whole number from 1 to folds.count, or with folds.pattern the name of a fold"),
    ("folds.validation", "as folds.test, another fold"),
    ("validation", fraction.allowed),
    ("test", fraction.allowed),
    ("manifest", path.allowed),
    ("column", column.allowed),
  ]

  /// What was written.
  let node: ConfigNode
  /// The dotted key of the split.
  let key: String
  private var members: [ConfigNode.Member] = []

  /// A reader of the node at a key.
  init(node: ConfigNode, key: String) {
    self.node = node
    self.key = key
  }

  /// The split; nil once a problem has been reported.
  mutating func read(_ problems: inout ConfigProblems) -> SplitConfig? {
    guard let members = node.members else {
      problems.report(
        node.source, found: "\(key) is \(node.summary)",
        expected:
          "keys such as {validation: 0.1, test: 0.1}, {folds: {count: 5, test: 1}} or {manifest: FILE}")
      return nil
    }
    self.members = members
    problems.reportUnknownKeys(
      of: members, known: ["validation", "test", "folds", "manifest", "column"], in: key)
    if let manifest = member("manifest") {
      let others = ["column", "folds", "validation", "test"]
      guard !reportContradiction(others, with: "manifest", &problems) else { return nil }
      return SplitReader.path.read(manifest.value, at: key + ".manifest", &problems).map {
        .manifest(path: $0)
      }
    }
    if let column = member("column") {
      guard !reportContradiction(["folds", "validation", "test"], with: "column", &problems) else {
        return nil
      }
      return SplitReader.column.read(column.value, at: key + ".column", &problems).map { .column(name: $0) }
    }
    if let folds = member("folds") {
      guard !reportContradiction(["test"], with: "folds", &problems) else { return nil }
      return readFolds(folds.value, &problems)
    }
    return readRandom(&problems)
  }

  private func member(_ name: String) -> ConfigNode.Member? { members.first { $0.key == name } }

  /// Reports every one of the keys that is there although another one rules it out.
  private func reportContradiction(
    _ names: [String], with other: String, _ problems: inout ConfigProblems
  ) -> Bool {
    let found = names.compactMap(member)
    for member in found {
      problems.report(
        member.keySource, found: "\(key).\(member.key) beside \(key).\(other)",
        expected: other != "folds" ? "\(other) alone" : "the fold that tests as \(key).folds.test",
        remedy: "Remove one of them, or override the whole of \(key)")
    }
    return !found.isEmpty
  }

  private func readRandom(_ problems: inout ConfigProblems) -> SplitConfig? {
    func share(_ name: String) -> Double? {
      guard let member = member(name) else { return 0.1 }
      return SplitReader.fraction.read(member.value, at: "\(key).\(name)", &problems)
    }
    guard let validation = share("validation"), let test = share("test") else { return nil }
    guard validation + test < 1 else {
      problems.report(
        node.source, found: "validation and test take \(validation) and \(test) of the recordings",
        expected: "a sum below 1, so that something is left to train on")
      return nil
    }
    return .random(validation: validation, test: test)
  }

  private func readFolds(_ folds: ConfigNode, _ problems: inout ConfigProblems) -> SplitConfig? {
    let key = self.key + ".folds"
    guard let members = folds.members else {
      problems.report(
        folds.source, found: "\(key) is \(folds.summary)",
        expected: "keys such as {count: 5, test: 1} or {pattern: \"^(\\\\d)-\", test: 1}")
      return nil
    }
    let known = ["count", "pattern", "test", "validation"]
    problems.reportUnknownKeys(of: members, known: known, in: key)
    let values = Dictionary(members.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    if let pattern = values["pattern"], values["count"] != nil {
      problems.report(
        pattern.keySource, found: "\(key).pattern beside \(key).count", expected: "one of them",
        remedy: "With a pattern, the file names tell how many folds there are")
      return nil
    }
    guard let test = values["test"] else {
      problems.report(
        folds.source, found: "\(key).test is missing", expected: "the fold that tests, such as test: 1")
      return nil
    }
    if let pattern = values["pattern"] {
      let text = SplitReader.pattern.read(pattern.value, at: key + ".pattern", &problems)
      let heldOut = readHeldOut(test, values["validation"], SplitReader.foldName, &problems)
      guard let text, let heldOut else { return nil }
      return .foldsByPattern(pattern: text, test: heldOut.test, validation: heldOut.validation)
    }
    guard let count = values["count"] else {
      problems.report(folds.source, found: "\(key) has neither count nor pattern", expected: "one of them")
      return nil
    }
    guard let count = SplitReader.foldCount.read(count.value, at: key + ".count", &problems) else {
      return nil
    }
    guard let heldOut = readHeldOut(test, values["validation"], .integer(1...count), &problems) else {
      return nil
    }
    return .folds(count: count, test: heldOut.test, validation: heldOut.validation)
  }

  /// The folds, or fraction, that test and validate.
  private func readHeldOut<Fold>(
    _ test: ConfigNode.Member, _ validation: ConfigNode.Member?, _ rule: ConfigRule<Fold>,
    _ problems: inout ConfigProblems
  ) -> (test: Fold, validation: FoldValidation<Fold>)? {
    let testFold = rule.read(test.value, at: key + ".folds.test", &problems)
    guard let share = member("validation") else {
      guard let validation else { return testFold.map { ($0, .none) } }
      let fold = rule.read(validation.value, at: key + ".folds.validation", &problems)
      guard let testFold, let fold else { return nil }
      guard fold != testFold else {
        problems.report(
          validation.value.source, found: "fold '\(fold)' both tests and validates",
          expected: "two different folds in \(key).folds.test and \(key).folds.validation")
        return nil
      }
      return (testFold, .fold(fold))
    }
    guard validation == nil else {
      problems.report(
        share.keySource, found: "\(key).validation beside \(key).folds.validation", expected: "one of them",
        remedy: "The first is a share of the recordings, the second a fold")
      return nil
    }
    let fraction = SplitReader.fraction.read(share.value, at: key + ".validation", &problems)
    guard let testFold, let fraction else { return nil }
    return (testFold, fraction == 0 ? .none : .fraction(fraction))
  }
}
