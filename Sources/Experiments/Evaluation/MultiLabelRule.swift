public import Metrics

/// How rows that may have several classes are judged: a class is said where its confidence reaches its threshold.
///
/// Confidences come from the mean logits over a row's examples, calibrated where the run is, so that they stay between 0 and 1 and
/// do not grow with the length of a recording: rules that add up examples have no say here.
public struct MultiLabelRule: Sendable, Hashable {
  /// What makes the confidence.
  public var calibration = Calibration.none
  /// From which confidence on a class is said, one a class; infinite for a class that is never said.
  public var thresholds: [Double]

  /// One half for every class, not calibrated.
  public init(classCount: Int) { thresholds = [Double](repeating: 0.5, count: classCount) }

  /// What a run decides by.
  public init(_ decision: DecisionRule, classCount: Int) {
    self.init(classCount: classCount)
    calibration = decision.calibration
    if let chosen = decision.thresholds?.classes, chosen.count == classCount {
      thresholds = chosen.map { $0?.threshold ?? .infinity }
    }
  }
}

/// Rows that may have several classes, with their confidences.
public struct MultiLabelTable: Sendable {
  /// The true classes of every row.
  public let labels: LabelSets
  /// A confidence a class in every row.
  public let scores: Scores
  /// From which on a class is said.
  public let thresholds: [Double]
  /// Which rows are of one recording.
  public let recordings: Groups

  /// Every figure.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` for a table without rows.
  public func evaluation() throws(ExperimentError) -> MultiLabelEvaluation {
    do { return try MultiLabelEvaluation(labels: labels, scores: scores, thresholds: thresholds) } catch {
      throw ExperimentError(error)
    }
  }

  /// Which classes are missed and which are said instead. Throws as ``evaluation()``.
  public func confusion() throws(ExperimentError) -> MultiLabelConfusion {
    do { return try MultiLabelConfusion(labels: labels, scores: scores, thresholds: thresholds) } catch {
      throw ExperimentError(error)
    }
  }

  /// The classes that are said of a row.
  public func predictions(ofRow row: Int) -> [Int] {
    scores.row(row).enumerated().filter { $0.element >= thresholds[$0.offset] }.map(\.offset)
  }

  /// Whether exactly the true classes are said, for every row.
  public var areRight: [Bool] {
    (0..<scores.rowCount).map { predictions(ofRow: $0).elementsEqual(labels[$0]) }
  }
}

extension ExampleScores {
  /// The rows of a level, judged by a rule.
  public func judged(
    at level: EvaluationLevel, by rule: MultiLabelRule
  ) throws(ExperimentError) -> MultiLabelTable {
    let rows = groups(at: level).firstRows.map { clips[clipOfExample[$0]] }
    let confidences = try confidences(at: level, rule.calibration)
    do throws(MetricsError) {
      return MultiLabelTable(
        labels: try LabelSets(rows.map(\.allLabels), classCount: classes.count), scores: confidences,
        thresholds: rule.thresholds, recordings: Groups(rows.map(\.recording)))
    } catch { throw ExperimentError(error) }
  }
}
