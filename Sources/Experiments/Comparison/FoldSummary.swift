public import Metrics

/// The runs of a group and what they come to together: each figure's mean and deviation over the runs, and the accuracy
/// over all their test clips as one.
public struct FoldSummary: Sendable {
  /// One run.
  public struct Row: Sendable {
    /// The run.
    public var run: RunSummary
    /// The fold that tests; nil for a run without folds.
    public var fold: String?
    /// The figures of its last evaluation on the test split; empty without one.
    public var metrics: [String: Double]
  }

  /// The figures that are summed up.
  public static let metrics = [
    "accuracy", "balanced_accuracy", "macro_f1", "cmap", "auroc", "recording_accuracy", "example_accuracy",
  ]

  /// The group's tag.
  public let name: String
  /// The runs, by fold.
  public let rows: [Row]
  /// Mean and deviation over the runs that have the figure, by its name.
  public let summaries: [String: SampleSummary]
  /// The share of all test clips that is right, with an interval over recordings; nil where scores are missing or a clip is
  /// tested twice.
  public let pooled: ConfidenceInterval?

  /// Sums up the runs with a tag.
  ///
  /// - Throws: ``ExperimentError/Code/missingRun`` if there is none.
  public init(group name: String, in registry: Registry) throws {
    let runs = try registry.runs().filter { $0.tags.contains(name) }
    guard !runs.isEmpty else {
      throw ExperimentError(
        .missingRun, found: "no run has the tag '\(name)'", expected: "the name of a group",
        remedy: "jx run CONFIG --folds all makes one; jx runs lists the runs.")
    }
    self.name = name
    rows = try runs.map { run in
      let values = try registry.details(of: run.id).configValues
      let metrics = run.evaluations.filter { $0.key.split == .test && $0.value.isFinite }
      return Row(
        run: run, fold: values.first { $0.key == "data.split.folds.test" }?.value,
        metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.name, $0.value) }))
    }.sorted { ($0.fold ?? "", $0.run.id.text) < ($1.fold ?? "", $1.run.id.text) }
    var summaries: [String: SampleSummary] = [:]
    for metric in Self.metrics { summaries[metric] = SampleSummary(rows.compactMap { $0.metrics[metric] }) }
    self.summaries = summaries
    pooled = try Self.pool(rows, in: registry)
  }

  private static func pool(_ rows: [Row], in registry: Registry) throws -> ConfidenceInterval? {
    var right: [Bool] = []
    var recordings: [String] = []
    var seen = Set<String>()
    for row in rows {
      guard
        let evaluation = try registry.evaluations(of: row.run.id).last(where: { $0.target == .split(.test) }),
        let file = evaluation.scores
      else { return nil }
      let scores = try ScoreFile.read(file, in: registry.folderPath(of: row.run.id))
      guard !scores.isMultiLabel else { return nil }
      let table = try scores.table(at: .clip, evaluation.aggregation ?? .sumOfSquares)
      for clip in scores.clips where !seen.insert(clip.digest?.hexadecimal ?? clip.path).inserted {
        return nil
      }
      right += zip(table.labels, table.predictions).map { $0 == $1 }
      recordings += scores.clips.map(\.recording)
    }
    return try Evidence.accuracyInterval(right, recordings: Groups(recordings))
  }
}
