internal import Metrics

/// All that a report says of one run.
struct ReportedRun {
  let details: RunDetails
  let epochs: [EpochRecord]
  /// The figures of the split asked for; nil where the run has none of it.
  let evaluation: ReportedEvaluation?
  /// The scores behind them; nil where none were kept.
  let scores: ExampleScores?
  /// The clips behind them; empty without scores.
  let clips: [ReportedClip]

  /// Reads a run, and the scores of its newest evaluation on a split.
  ///
  /// - Throws: ``ExperimentError`` if the scores are damaged.
  init(_ id: RunID, split: Split, in registry: Registry) throws {
    details = try registry.details(of: id)
    epochs = try registry.epochs(of: id)
    evaluation = try? ReportedEvaluation(of: details, split: split, in: registry)
    guard let record = evaluation?.record, let file = record.scores else {
      (scores, clips) = (nil, [])
      return
    }
    let stored = try ScoreFile.read(file, in: registry.folderPath(of: id))
    scores = stored
    clips = try ReportedClip.clips(of: stored, record.aggregation ?? .sumOfSquares)
  }

  /// The most surely wrong clips first, no more than `count`.
  func worstClips(_ count: Int) -> [Int] {
    clips.indices.filter { clips[$0].error > 0 }
      .sorted { (-clips[$0].error, clips[$0].path) < (-clips[$1].error, clips[$1].path) }
      .prefix(count).map { $0 }
  }
}
