/// A sweep's runs side by side: what each tried, and how it did.
public struct SweepSummary: Sendable {
  /// One run.
  public struct Row: Sendable, Hashable {
    /// The run.
    public var run: RunSummary
    /// Its values of ``SweepSummary/keys``; nil where it does not have the key.
    public var values: [String?]
    /// Its best figure of the validation split.
    public var figure: Double?
    /// The share of the test split's clips that its best snapshot gets right.
    public var testAccuracy: Double?
  }

  /// The tag.
  public let group: String
  /// The figure that ranks.
  public let figure: ValidationFigure
  /// The settings in which its runs differ.
  public let keys: [String]
  /// The runs, the best first, those without a figure last.
  public let rows: [Row]

  /// The runs of a group.
  ///
  /// - Parameters:
  ///   - group: the tag.
  ///   - figure: what ranks; nil for what the runs keep their best snapshots by.
  /// - Throws: ``ExperimentError/Code/missingRun`` for a group without runs.
  public init(group: String, by figure: ValidationFigure? = nil, in registry: Registry) throws {
    let runs = try registry.runs().filter { $0.tags.contains(group) }.sorted { $0.name < $1.name }
    guard !runs.isEmpty else {
      throw ExperimentError(
        .missingRun, found: "no run has the tag '\(group)'", remedy: "jx runs lists runs with their tags.")
    }
    let details = try runs.map { try registry.details(of: $0.id) }
    let ranking = try figure ?? registry.config(of: details[0]).config.snapshots.bestBy
    let values = details.map { $0.configValues.map { ConfigEntry(key: $0.key, value: $0.value) } }
    let differences = ConfigDifference.between(values).filter {
      $0.key != "name" && !$0.key.hasPrefix("compute.") && !$0.key.hasPrefix("data.split.")
    }
    self.group = group
    self.figure = ranking
    keys = differences.map(\.key)
    let rows = try runs.enumerated().map { index, run in
      Row(
        run: run, values: differences.map { $0.values[index] },
        figure: try SweepGroup.best(ranking, of: run.id, in: registry),
        testAccuracy: run.evaluations[MetricKey(.test, "accuracy")])
    }
    let isSmall = ranking.goal == .smallest
    self.rows =
      rows.filter { $0.figure != nil }.sorted {
        let (a, b) = ($0.figure ?? 0, $1.figure ?? 0)
        return a == b ? $0.run.name < $1.run.name : isSmall ? a < b : a > b
      } + rows.filter { $0.figure == nil }
  }
}
