public import Metrics
internal import Net

/// Intervals over recordings, drawn from a seed that is always the same: a comparison that is repeated says the same.
public enum Evidence {
  /// How often an interval covers the true value, and the level of tests: 1 − this.
  public static let level = 0.95
  /// The figures that get an interval.
  public static let metrics: [Metric] = [.accuracy, .balancedAccuracy, .macroF1, .macroAveragePrecision]

  /// Scores beyond which a figure that needs all of them anew for each resample gets no interval: it would take minutes.
  private static let mostScores = 200_000

  /// Whether a figure of a table gets an interval.
  static func hasInterval(_ metric: Metric, _ table: LevelScores) -> Bool {
    metric != .macroAveragePrecision || table.scores.values.count <= mostScores
  }

  /// The interval of a figure, drawn over recordings.
  ///
  /// An accuracy of 0 or 1, whose resamples are all alike, has Clopper and Pearson's interval over the recordings.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` where the table does not determine the figure.
  public static func interval(
    of metric: Metric, _ table: LevelScores
  ) throws(ExperimentError) -> ConfidenceInterval {
    if metric == .accuracy {
      let right = zip(table.labels, table.predictions).map { $0 == $1 }
      return try accuracyInterval(right, recordings: table.recordings)
    }
    do throws(MetricsError) {
      var random = stream(metric.rawValue)
      return try Bootstrap(level: level).interval(
        of: metric, labels: table.labels, scores: table.scores, groups: table.recordings, using: &random)
    } catch { throw ExperimentError(error) }
  }

  /// The interval of the share of rows that are right.
  static func accuracyInterval(
    _ right: [Bool], recordings: Groups
  ) throws(ExperimentError) -> ConfidenceInterval {
    do throws(MetricsError) {
      let (rows, hits) = counts(right, recordings)
      if hits == rows || hits.allSatisfy({ $0 == 0 }) {
        return try BinomialProportion(
          successes: hits == rows ? recordings.count : 0, trials: recordings.count
        )
        .clopperPearson(level: level)
      }
      var random = stream("accuracy")
      return try Bootstrap(level: level).interval(ofRatio: hits, to: rows, using: &random)
    } catch { throw ExperimentError(error) }
  }

  /// The interval of the difference `second − first` of a figure on the same rows.
  static func difference(
    of metric: Metric, _ first: LevelScores, _ second: LevelScores
  ) throws(ExperimentError) -> ConfidenceInterval {
    if metric == .accuracy {
      func right(_ table: LevelScores) -> [Bool] { zip(table.labels, table.predictions).map { $0 == $1 } }
      return try difference(right(first), right(second), recordings: first.recordings)
    }
    do throws(MetricsError) {
      var random = stream("difference " + metric.rawValue)
      return try Bootstrap(level: level).difference(
        of: metric, labels: first.labels, first: first.scores, second: second.scores,
        groups: first.recordings, using: &random)
    } catch { throw ExperimentError(error) }
  }

  /// The interval of the difference `second − first` of the shares of the same rows that are right.
  static func difference(
    _ first: [Bool], _ second: [Bool], recordings: Groups
  ) throws(ExperimentError) -> ConfidenceInterval {
    do throws(MetricsError) {
      var random = stream("difference accuracy")
      let (rows, before) = counts(first, recordings)
      let after = counts(second, recordings).hits
      return try Bootstrap(level: level).interval(
        ofRatio: zip(after, before).map { $0 - $1 }, to: rows, using: &random)
    } catch { throw ExperimentError(error) }
  }

  /// Rows and right rows of each recording.
  private static func counts(_ right: [Bool], _ recordings: Groups) -> (rows: [Double], hits: [Double]) {
    var rows = [Double](repeating: 0, count: recordings.count)
    var hits = rows
    for (row, group) in recordings.groupOfRow.enumerated() {
      rows[group] += 1
      if right[row] { hits[group] += 1 }
    }
    return (rows, hits)
  }

  private static func stream(_ purpose: String) -> RandomStream {
    RandomStream(seed: 1, purpose: "intervals of " + purpose)
  }
}
