public import Metrics

/// Several runs on the same held-out clips: their ranks by each figure, and which fall behind the best.
public struct RankTable: Sendable {
  /// One run.
  public struct Row: Sendable {
    /// The run.
    public var id: RunID
    /// Its rank by each figure, 1 for the best; equal figures share the mean of their ranks.
    public var ranks: [Metric: Double]
    /// The mean of its ranks.
    public var meanRank: Double
    /// The p-value of McNemar's test against the first row, Holm-corrected for the number of runs; nil for the first row.
    public var pValue: Double?
  }

  /// The runs, best mean rank first.
  public let rows: [Row]

  /// Ranks runs; nil unless all judged the same clips of the same classes.
  public init?(_ runs: [ScoredRun]) throws(ExperimentError) {
    guard let first = runs.first else { return nil }
    var evaluations: [Evaluation] = []
    for run in runs {
      guard let run = try run.aligned(with: first) else { return nil }
      evaluations.append(try run.table(at: .clip).evaluation())
    }
    let metrics = Evidence.metrics.filter { metric in evaluations.allSatisfy { $0[metric] != nil } }
    let ranks = Dictionary(
      uniqueKeysWithValues: metrics.map { metric in (metric, Self.ranks(evaluations.map { $0[metric] ?? 0 }))
      })
    var order = runs.indices.map { index in
      let mine = ranks.mapValues { $0[index] }
      return (
        index,
        Row(id: runs[index].id, ranks: mine, meanRank: mine.values.reduce(0, +) / Double(max(1, mine.count)))
      )
    }
    order.sort { ($0.1.meanRank, $0.0) < ($1.1.meanRank, $1.0) }
    var pValues: [Double] = []
    for (index, _) in order.dropFirst() {
      pValues.append(
        try PairEvidence(runs[order[0].0], runs[index], metrics: [])?.comparison.overall.pValue ?? 1)
    }
    var rows = order.map(\.1)
    for (position, value) in HolmCorrection.adjusted(pValues).enumerated() {
      rows[position + 1].pValue = value
    }
    self.rows = rows
  }

  /// Ranks of values, the largest 1; equal ones share the mean of theirs.
  private static func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
      let above = values.count { $0 > value }
      let equal = values.count { $0 == value }
      return Double(above) + Double(equal + 1) / 2
    }
  }
}
