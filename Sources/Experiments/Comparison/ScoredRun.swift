public import Metrics

/// A run with the scores that an evaluation of it stored.
public struct ScoredRun: Sendable {
  /// The run.
  public let id: RunID
  /// The evaluation.
  public let record: EvaluationRecord
  /// What the network said of every example.
  public let scores: ExampleScores

  /// How its clips are judged.
  public var aggregation: Aggregation { record.aggregation ?? .sumOfSquares }

  /// A run with its scores at hand.
  public init(id: RunID, record: EvaluationRecord, scores: ExampleScores) {
    self.id = id
    self.record = record
    self.scores = scores
  }

  /// Reads what a run's last evaluation of a split stored; nil where none did.
  ///
  /// - Throws: ``ExperimentError`` for scores that are gone or damaged.
  public init?(_ id: RunID, split: Split, in registry: Registry) throws {
    let record = try registry.evaluations(of: id).last { $0.target == .split(split) && $0.scores != nil }
    guard let record, let file = record.scores else { return nil }
    self.init(id: id, record: record, scores: try ScoreFile.read(file, in: registry.folderPath(of: id)))
  }

  /// The scores of a level.
  public func table(at level: EvaluationLevel) throws(ExperimentError) -> LevelScores {
    try scores.table(at: level, aggregation)
  }

  /// The same scores with clips and classes in the order of another run's; nil unless both judged the same clips, by their files,
  /// of the same classes.
  func aligned(with other: ScoredRun) throws(ExperimentError) -> ScoredRun? {
    guard Set(scores.classes) == Set(other.scores.classes), scores.clips.count == other.scores.clips.count
    else { return nil }
    if scores.classes == other.scores.classes, scores.clips == other.scores.clips { return self }
    let columns = other.scores.classes.compactMap { scores.classes.firstIndex(of: $0) }
    var starts: [Int] = []
    var next = 0
    for clip in scores.clips {
      starts.append(next)
      next += clip.exampleCount
    }
    let places = Dictionary(
      scores.clips.enumerated().map { (Self.key($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var clips: [EvaluatedClip] = []
    var logits: [Float] = []
    for clip in other.scores.clips {
      guard let place = places[Self.key(clip)] else { return nil }
      var mine = scores.clips[place]
      let (names, others) = (
        mine.allLabels.map { scores.classes[$0] }, clip.allLabels.map { other.scores.classes[$0] }
      )
      guard Set(names) == Set(others) else { return nil }
      (mine.label, mine.labels) = (clip.label, clip.labels)
      mine.recording = clip.recording
      clips.append(mine)
      for row in starts[place]..<(starts[place] + mine.exampleCount) {
        logits += columns.map { scores.logits[row * columns.count + $0] }
      }
    }
    return ScoredRun(
      id: id, record: record,
      scores: try ExampleScores(
        classes: other.scores.classes, activation: scores.activation, clips: clips, logits: logits))
  }

  private static func key(_ clip: EvaluatedClip) -> String {
    clip.path + "\n" + (clip.digest?.hexadecimal ?? "")
  }
}
