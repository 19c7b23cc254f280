public import Metrics

/// Two runs on the same held-out clips: whether the second is better, where, and on which files.
public struct PairEvidence: Sendable {
  /// What can be said.
  public enum Verdict: String, Sendable, Hashable, Codable {
    /// The first is better.
    case firstBetter = "first_better"
    /// The second is better.
    case secondBetter = "second_better"
    /// These recordings don't show a difference.
    case undecided
  }

  /// A clip that one of them gets right and the other wrong.
  public struct ChangedClip: Sendable, Hashable, Codable {
    /// The clip.
    public var path: String
    /// Its class.
    public var label: Int
    /// What the first run takes it for.
    public var before: Int
    /// What the second run takes it for.
    public var after: Int
  }

  /// The classes, in the order of the indices below.
  public let classes: [String]
  /// The clips that were compared.
  public let clipCount: Int
  /// The recordings that they are of: what intervals are drawn over and the test counts.
  public let recordingCount: Int
  /// The differences `second − first` of the clips' figures, each with its interval.
  public let differences: [Metric: ConfidenceInterval]
  /// McNemar's test over recordings, which are independent as their clips are not, in all and by class.
  public let comparison: PairedComparison
  /// The confusions of clips that became more or fewer, largest change first.
  public let confusionChanges: [ConfusionChange]
  /// The clips that changed sides.
  public let changedClips: [ChangedClip]

  /// Compares two runs; nil unless both judged the same clips of the same classes.
  ///
  /// - Parameters:
  ///   - first: the run that is compared with.
  ///   - second: the run whose gain is asked for.
  ///   - metrics: the figures whose differences get an interval; a verdict needs the accuracy's.
  /// - Throws: ``ExperimentError/Code/invalidData`` for runs without clips.
  public init?(
    _ first: ScoredRun, _ second: ScoredRun, metrics: [Metric] = Evidence.metrics
  ) throws(ExperimentError) {
    guard let second = try second.aligned(with: first) else { return nil }
    let (before, after) = (try first.table(at: .clip), try second.table(at: .clip))
    classes = first.scores.classes
    clipCount = before.labels.count
    var differences: [Metric: ConfidenceInterval] = [:]
    for metric in metrics where Evidence.hasInterval(metric, before) {
      differences[metric] = try Evidence.difference(of: metric, before, after)
    }
    self.differences = differences
    confusionChanges = try before.confusion().changes(to: after.confusion())
    let (old, new) = (before.predictions, after.predictions)
    changedClips = before.labels.enumerated().compactMap { row, label in
      (old[row] == label) == (new[row] == label)
        ? nil : ChangedClip(path: before.names[row], label: label, before: old[row], after: new[row])
    }
    let recordings = (try first.table(at: .recording), try second.table(at: .recording))
    recordingCount = recordings.0.labels.count
    do {
      comparison = try PairedComparison(
        labels: recordings.0.labels, first: recordings.0.predictions, second: recordings.1.predictions,
        classCount: classes.count)
    } catch { throw ExperimentError(error) }
  }

  /// Who is better: said only where both witnesses do, McNemar's exact test over recordings at the level of 5 % and the
  /// 95 % interval of the clips' accuracy difference.
  public var verdict: Verdict {
    guard comparison.overall.pValue < 1 - Evidence.level, let interval = differences[.accuracy] else {
      return .undecided
    }
    if interval.lower > 0, comparison.accuracyDifference > 0 { return .secondBetter }
    if interval.upper < 0, comparison.accuracyDifference < 0 { return .firstBetter }
    return .undecided
  }
}
