/// Runs side by side: what differs in their configs, and their figures.
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
  }

  /// The runs, in the order asked for.
  public let runs: [RunSummary]
  /// The keys in which their configs differ.
  public let differences: [ConfigDifference]
  /// The figures that at least one of them has: final, best, and of the last evaluation of each split.
  public let figures: [Figure]
  /// What makes the figures hard to compare: other data, other test recordings.
  public let warnings: [String]

  /// Compares runs of a registry.
  ///
  /// - Throws: ``ExperimentError/Code/missingRun`` for a run that is not there.
  public init(_ ids: [RunID], in registry: Registry) throws {
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
    figures = Self.figures(of: runs)
    warnings = Self.warnings(details)
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
    for split in Split.allCases {
      let names = Set(runs.flatMap { $0.evaluations.keys.filter { $0.split == split }.map(\.name) }).sorted()
      for name in names {
        let isNumber = name == "loss"
        add("\(split.rawValue).\(name)", isNumber ? .number : .fraction) {
          $0.evaluations[MetricKey(split, name)]
        }
      }
    }
    return figures
  }

  private static func warnings(_ details: [RunDetails]) -> [String] {
    var warnings: [String] = []
    if Set(details.map(\.data.digest)).count > 1 {
      warnings.append("the runs were trained on different data, their figures are not of the same task")
    } else {
      let splits = details.map { details in
        details.files.first { $0.kind == .split }?.file.digest
      }
      if Set(splits).count > 1 {
        warnings.append("the runs were tested on different recordings, which alone can make the difference")
      }
    }
    return warnings
  }
}
