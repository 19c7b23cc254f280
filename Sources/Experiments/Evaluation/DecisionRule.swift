public import Metrics

/// How a run's answers are made from what its network says of the examples: kept with the run as `decision.json`.
public struct DecisionRule: Sendable, Hashable, Codable {
  /// What a rule was fitted on.
  public struct Basis: Sendable, Hashable, Codable {
    /// The number of the evaluation whose scores it was.
    public var evaluation: Int
    /// The snapshot that gave them.
    public var snapshot: SnapshotPosition
    /// The clips.
    public var clipCount: Int
  }

  /// How the examples of a clip, recording or time span become one row of scores, by which classes are ranked.
  public var aggregation: Aggregation
  /// What makes the confidence.
  public var calibration: Calibration
  /// From which confidence on a class is said; nil where every best class is said.
  public var thresholds: ClassThresholds?
  /// The classes that are no bird.
  public var noiseClasses: [String]
  /// What calibration and thresholds were fitted on; nil where neither was.
  public var basis: Basis?

  /// A rule without calibration and thresholds.
  ///
  /// - Parameters:
  ///   - aggregation: how classes are ranked.
  ///   - classes: the run's classes, among which those of noise are found by their names.
  public init(aggregation: Aggregation, classes: [String]) {
    self.aggregation = aggregation
    calibration = .none
    noiseClasses = classes.filter(Self.isNoise)
  }

  /// Whether a name says that the class is no bird: its first word is `noise`, `background` or `silence`, in any case.
  static func isNoise(_ name: String) -> Bool {
    let first = name.lowercased().split { $0 == "_" || $0 == "-" || $0 == " " }.first.map(String.init)
    return ["noise", "background", "silence"].contains(first ?? "")
  }

  /// The class that is said of a row; nil for none: no bird.
  ///
  /// That is the best-ranked class that reaches its threshold, unless noise ranks higher.
  ///
  /// - Parameters:
  ///   - ranking: the classes, best first.
  ///   - confidences: one a class.
  ///   - classes: their names.
  public func answer(
    ranking: [RankedClass], confidences: [Double], classes: [String]
  ) -> Int? {
    for ranked in ranking {
      let index = ranked.classIndex
      if noiseClasses.contains(classes[index]) { return nil }
      guard let thresholds else { return index }
      if let threshold = thresholds.classes[index]?.threshold, confidences[index] >= threshold {
        return index
      }
    }
    return nil
  }
}

extension DecisionRule {
  /// Fits calibration and thresholds anew on scores of held-out clips; aggregation and noise classes stay.
  ///
  /// - Parameters:
  ///   - scores: of the validation split.
  ///   - record: the evaluation that they are of.
  ///   - method: how confidences are calibrated.
  ///   - goal: what the thresholds shall achieve.
  /// - Throws: ``ExperimentError/Code/invalidData`` for scores that can't be fitted to.
  mutating func fit(
    to scores: ExampleScores, of record: EvaluationRecord, method: Calibration.Method,
    goal: ClassThresholds.Goal
  ) throws(ExperimentError) {
    do throws(MetricsError) {
      let labels = try LabelSets(scores.clips.map(\.allLabels), classCount: scores.classes.count)
      let logits = try scores.meanLogits(at: .clip)
      calibration = try Calibration(method, labels: labels, meanLogits: logits, activation: scores.activation)
      thresholds = try ClassThresholds(
        goal, labels: labels,
        scores: calibration.confidences(of: logits, activation: scores.activation))
      basis = Basis(evaluation: record.number, snapshot: record.snapshot, clipCount: scores.clips.count)
    } catch { throw ExperimentError(error) }
  }
}
