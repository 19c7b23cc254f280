public import Metrics

/// Runs side by side: what differs in their configs, their figures, and whether the differences are real.
public struct RunComparison: Sendable {
  /// A figure that every run may have.
  public struct Figure: Sendable, Hashable {
    /// How to read the values.
    public enum Kind: Sendable, Hashable {
      /// A share of one.
      case fraction
      /// Any number.
      case number
      /// A whole number.
      case count
    }

    /// The figure's name: `test.accuracy`, `validation.loss, best`.
    public var name: String
    /// How to read the values.
    public var kind: Kind
    /// One value a run; nil for a run without it.
    public var values: [Double?]
    /// The 95 % interval of each value over recordings, where there is one.
    public var intervals: [ConfidenceInterval?] = []

    /// Whether the runs differ in it.
    public var isDifferent: Bool { Set(values).count > 1 }
  }

  /// The runs, in the order asked for.
  public let runs: [RunSummary]
  /// The keys in which their configs differ.
  public let differences: [ConfigDifference]
  /// The figures that at least one of them has: final, best, and of the last evaluation of each split.
  public let figures: [Figure]
  /// What makes the figures hard to compare: other data, other recordings, scores that were not kept.
  public let warnings: [String]
  /// The evidence for two runs that judged the same clips; nil otherwise.
  public let pair: PairEvidence?
  /// The difference `second − first` of the shares of clips whose classes are said exactly, for two runs that judged the same clips,
  /// which may have several; nil otherwise.
  public let exactDifference: ConfidenceInterval?
  /// The ranks of three runs or more that judged the same clips; nil otherwise.
  public let ranking: RankTable?

  /// Compares runs of a registry.
  ///
  /// - Parameters:
  ///   - ids: the runs, in the order wanted.
  ///   - registry: where they are recorded.
  ///   - split: the split whose stored scores give intervals and tests.
  /// - Throws: ``ExperimentError/Code/missingRun`` for a run that is not there.
  public init(_ ids: [RunID], in registry: Registry, split: Split = .test) throws {
    let known = Dictionary(
      try registry.runs(ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    runs = try ids.map { id in
      guard let run = known[id] else {
        throw ExperimentError(.missingRun, found: "there is no run \(id)", remedy: "jx runs lists them")
      }
      return run
    }
    let details = try ids.map { try registry.details(of: $0) }
    differences = ConfigDifference.between(
      details.map { $0.configValues.map { ConfigEntry(key: $0.key, value: $0.value) } }
    ).filter { $0.key != "name" }
    let scored = try ids.map { try ScoredRun($0, split: split, in: registry) }
    let haveSeveralClasses = scored.contains { $0?.scores.isMultiLabel == true }
    if haveSeveralClasses {
      figures = Self.figures(of: runs) + Self.multiLabelFigures(of: runs, split: split)
    } else {
      let tables = try scored.map { try $0?.table(at: .clip) }
      figures = Self.figures(of: runs) + (try Self.figures(of: scored, tables, runs: runs, split: split))
    }
    var warnings = Self.warnings(details, haveSameTests: try Self.haveSameClips(scored))
    let missing = zip(ids, scored).filter { $1 == nil }.map(\.0)
    if let first = missing.first {
      warnings.append(
        "no scores of the \(split.rawValue) split are kept for \(missing.map(\.text).joined(separator: ", ")), so nothing is "
          + "said of intervals and differences; jx eval \(first) --split \(split.rawValue) keeps them")
    }
    exactDifference =
      haveSeveralClasses && scored.count == 2
      ? try Self.exactDifference(scored[0], scored[1], in: registry) : nil
    let whole = missing.isEmpty && !haveSeveralClasses ? scored.compactMap { $0 } : []
    pair = whole.count == 2 ? try PairEvidence(whole[0], whole[1]) : nil
    ranking = whole.count > 2 ? try RankTable(whole) : nil
    if haveSeveralClasses {
      warnings.append(
        "clips may have several classes: figures are those recorded, and no ranks or McNemar's test are given"
      )
    }
    if whole.count > 1, pair == nil, ranking == nil, missing.isEmpty,
      !warnings.contains(where: Self.explainsOtherClips)
    {
      warnings.append(
        "the runs judged different clips or classes of the \(split.rawValue) split: their figures stand side by side, and no "
          + "test can tell whether they differ")
    }
    self.warnings = warnings
  }

  private static func figures(of runs: [RunSummary]) -> [Figure] {
    var figures: [Figure] = []
    func add(_ name: String, _ kind: Figure.Kind, _ value: (RunSummary) -> Double?) {
      let values = runs.map(value)
      if values.contains(where: { $0 != nil }) {
        figures.append(Figure(name: name, kind: kind, values: values))
      }
    }
    add("epochs", .count) { Double($0.epochCount) }
    add("train.loss, last", .number) { $0.metrics[MetricKey(.train, "loss")]?.last }
    add("validation.loss, best", .number) { $0.metrics[MetricKey(.validation, "loss")]?.smallest?.value }
    add("validation.loss, last", .number) { $0.metrics[MetricKey(.validation, "loss")]?.last }
    add("validation.accuracy, best", .fraction) {
      $0.metrics[MetricKey(.validation, "accuracy")]?.largest?.value
    }
    add("validation.accuracy, last", .fraction) { $0.metrics[MetricKey(.validation, "accuracy")]?.last }
    return figures
  }

  /// The figures of a split's last evaluation, as stored, and the intervals of those that have one.
  private static func figures(
    of scored: [ScoredRun?], _ tables: [LevelScores?], runs: [RunSummary], split: Split
  ) throws(ExperimentError) -> [Figure] {
    var figures: [Figure] = []
    for metric in Evidence.metrics {
      var figure = Figure(
        name: "\(split.rawValue).\(metric.rawValue)",
        kind: metric == .macroAveragePrecision ? .number : .fraction, values: [])
      for (run, table) in zip(runs, tables) {
        guard let table else {
          figure.values.append(run.evaluations[MetricKey(split, metric.rawValue)])
          figure.intervals.append(nil)
          continue
        }
        figure.values.append(try table.evaluation()[metric])
        figure.intervals.append(
          Evidence.hasInterval(metric, table) ? try Evidence.interval(of: metric, table) : nil)
      }
      figures.append(figure)
    }
    for name in ["recording_accuracy", "example_accuracy", "loss"] {
      figures.append(
        Figure(
          name: "\(split.rawValue).\(name)", kind: name == "loss" ? .number : .fraction,
          values: runs.map { $0.evaluations[MetricKey(split, name)] }))
    }
    return figures.filter { $0.values.contains { $0 != nil } }
  }

  private static func explainsOtherClips(_ warning: String) -> Bool { warning.hasPrefix("the runs were ") }

  /// Whether all runs judged the same clips of the split.
  private static func haveSameClips(_ scored: [ScoredRun?]) throws -> Bool {
    guard let first = scored.first ?? nil else { return false }
    return try scored.allSatisfy { try $0?.aligned(with: first) != nil }
  }

  private static func warnings(_ details: [RunDetails], haveSameTests: Bool) -> [String] {
    var warnings = details.compactMap { details in
      details.warnings.first { $0.text.contains(SplitWarning.flattery) }.map {
        "the split of run \(details.id) leaks: \($0.text)"
      }
    }
    if Set(details.map(\.data.digest)).count > 1 {
      warnings.append("the runs were trained on different data, their figures are not of the same task")
    } else {
      let splits = details.map { details in
        details.files.first { $0.kind == .split }?.file.digest
      }
      if Set(splits).count > 1 {
        warnings.append(
          haveSameTests
            ? "the runs were trained on different recordings, though judged on the same"
            : "the runs were tested on different recordings, which alone can make the difference")
      }
    }
    return warnings
  }
}

extension RunComparison {
  /// The runs ordered by a figure, the best first; those without it behind.
  ///
  /// - Parameter name: a figure's name, or what follows its split: `accuracy` finds `test.accuracy`.
  /// - Throws: ``ExperimentError/Code/invalidConfig`` for a figure that none has.
  public func order(by name: String) throws(ExperimentError) -> [RunID] {
    guard let figure = figures.first(where: { $0.name == name || $0.name.hasSuffix("." + name) }) else {
      throw ExperimentError(
        .invalidConfig, found: "these runs have no figure '\(name)'",
        expected: "one of " + figures.map(\.name).joined(separator: ", "))
    }
    let isSmallerBetter = figure.name.contains("loss")
    func key(_ index: Int) -> Double {
      figure.values[index].map { isSmallerBetter ? $0 : -$0 } ?? .infinity
    }
    return runs.indices.sorted { (key($0), $0) < (key($1), $1) }.map { runs[$0].id }
  }
}
