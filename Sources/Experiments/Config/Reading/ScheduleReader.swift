/// Reads `train.schedule`, whose keys depend on its kind; a word alone stands for a kind with its defaults.
struct ScheduleReader {
  /// The words of `kind`.
  enum Kind: String, Sendable, CaseIterable {
    case constant
    case cosine
    case step
    case plateau

    /// The keys that may stand beside `kind` and `warmup_epochs`.
    var keys: [String] {
      switch self {
      case .constant: []
      case .cosine: ["minimum"]
      case .step: ["every", "milestones", "factor"]
      case .plateau: ["metric", "factor", "patience", "threshold", "cooldown", "minimum"]
      }
    }
  }

  static let kind = ConfigRule<Kind>.choice()
  static let warmup = ConfigRule<Double>.number(from: 0, through: 100_000)
  static let minimum = ConfigRule<Double>.number(from: 0, through: 1)
  static let every = ConfigRule<Int>.integer(1...100_000)
  static let milestones = ConfigRule<[Int]>.epochs
  static let factor = ConfigRule<Double>.number(above: 0, through: 1)
  static let metric = ConfigRule<ValidationFigure>.choice()
  static let patience = ConfigRule<Int>.integer(0...100_000)
  static let threshold = ConfigRule<Double>.number(from: 0, below: 1)

  /// All keys below `train.schedule` with what they may be.
  static let leaves: [(key: String, allowed: String)] = [
    ("kind", kind.allowed), ("warmup_epochs", warmup.allowed), ("minimum", minimum.allowed),
    ("every", every.allowed), ("milestones", milestones.allowed), ("factor", factor.allowed),
    ("metric", metric.allowed), ("patience", patience.allowed), ("threshold", threshold.allowed),
    ("cooldown", patience.allowed),
  ]

  /// What was written.
  let node: ConfigNode
  /// The dotted key of the schedule.
  let key: String
  private var members: [ConfigNode.Member] = []

  /// A reader of the node at a key.
  init(node: ConfigNode, key: String) {
    self.node = node
    self.key = key
  }

  /// The schedule; nil once a problem has been reported.
  mutating func read(_ problems: inout ConfigProblems) -> ScheduleConfig? {
    if case .scalar = node.content {
      guard let kind = Self.kind.read(node, at: key, &problems) else { return nil }
      return shape(kind, &problems).map { ScheduleConfig(shape: $0) }
    }
    guard let members = node.members else {
      problems.report(
        node.source, found: "\(key) is \(node.summary)",
        expected: "keys such as {kind: cosine, warmup_epochs: 1}, or a kind: \(Self.kind.allowed)")
      return nil
    }
    self.members = members
    problems.reportUnknownKeys(of: members, known: Self.leaves.map(\.key), in: key)
    let warmup = value("warmup_epochs", Self.warmup, 0, &problems)
    guard let kind = value("kind", Self.kind, .constant, &problems) else { return nil }
    for member in members
    where Self.leaves.contains(where: { $0.key == member.key })
      && !(["kind", "warmup_epochs"] + kind.keys).contains(member.key)
    {
      problems.report(
        member.keySource, found: "\(key).\(member.key) beside the kind '\(kind.rawValue)'",
        expected: (["warmup_epochs"] + kind.keys).joined(separator: ", "),
        remedy: "Remove it, or change \(key).kind")
    }
    guard let shape = shape(kind, &problems), let warmup else { return nil }
    return ScheduleConfig(shape: shape, warmupEpochs: warmup)
  }

  private func shape(_ kind: Kind, _ problems: inout ConfigProblems) -> ScheduleConfig.Shape? {
    switch kind {
    case .constant: return .constant
    case .cosine: return value("minimum", Self.minimum, 0, &problems).map { .cosine(minimum: $0) }
    case .step: return step(&problems)
    case .plateau: return plateau(&problems).map { .plateau($0) }
    }
  }

  private func step(_ problems: inout ConfigProblems) -> ScheduleConfig.Shape? {
    guard let factor = value("factor", Self.factor, 0.1, &problems) else { return nil }
    let (every, milestones) = (member("every"), member("milestones"))
    guard (every == nil) != (milestones == nil) else {
      problems.report(
        milestones?.keySource ?? node.source,
        found: every == nil
          ? "\(key) has neither every nor milestones" : "\(key).milestones beside \(key).every",
        expected: "one of them, such as {kind: step, every: 20} or {kind: step, milestones: [30, 45]}")
      return nil
    }
    if let milestones {
      return Self.milestones.read(milestones.value, at: key + ".milestones", &problems).map {
        .milestones($0, factor: factor)
      }
    }
    return value("every", Self.every, 1, &problems).map { .step(every: $0, factor: factor) }
  }

  private func plateau(_ problems: inout ConfigProblems) -> PlateauRule? {
    let standard = PlateauRule()
    let figure = value("metric", Self.metric, standard.figure, &problems)
    let factor = value("factor", Self.factor, standard.factor, &problems)
    let patience = value("patience", Self.patience, standard.patience, &problems)
    let threshold = value("threshold", Self.threshold, standard.threshold, &problems)
    let cooldown = value("cooldown", Self.patience, standard.cooldown, &problems)
    let minimum = value("minimum", Self.minimum, standard.minimum, &problems)
    guard let figure, let factor, let patience, let threshold, let cooldown, let minimum else { return nil }
    return PlateauRule(
      figure: figure, factor: factor, patience: patience, threshold: threshold, cooldown: cooldown,
      minimum: minimum)
  }

  private func member(_ name: String) -> ConfigNode.Member? { members.first { $0.key == name } }

  /// The value of a key or, where it is left out, its default; nil once a problem has been reported.
  private func value<Value>(
    _ name: String, _ rule: ConfigRule<Value>, _ standard: Value, _ problems: inout ConfigProblems
  ) -> Value? {
    guard let member = member(name) else { return standard }
    return rule.read(member.value, at: "\(key).\(name)", &problems)
  }
}

extension ConfigRule<[Int]> {
  /// A list of epochs, each behind the one before it.
  static var epochs: ConfigRule {
    let item = ConfigRule<Int>.integer(1...100_000)
    return ConfigRule(
      allowed: "a list of epochs from 1 to 100000, each larger than the one before",
      write: { .literal("[" + $0.map(String.init).joined(separator: ", ") + "]") },
      reader: { node, key, allowed, problems in
        guard case .sequence(let nodes) = node.content, (1...1000).contains(nodes.count) else {
          problems.report(node.source, found: "\(key) is \(node.summary)", expected: allowed)
          return nil
        }
        var epochs: [Int] = []
        for (index, node) in nodes.enumerated() {
          guard let epoch = item.read(node, at: "\(key)[\(index)]", &problems) else { return nil }
          guard epoch > epochs.last ?? 0 else {
            problems.report(node.source, found: "\(key)[\(index)] is \(epoch)", expected: allowed)
            return nil
          }
          epochs.append(epoch)
        }
        return epochs
      })
  }
}
