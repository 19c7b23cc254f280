public import Metrics
internal import Net

/// What a network says of every example and clip of a split, and how right it is.
///
/// Probabilities are the sigmoid or softmax of the logits, as the loss has it. A clip's scores are jibjib's Σ p² over its
/// examples; its prediction is the class with the largest.
public struct SplitScores: Sendable {
  /// The clips, as indices in the catalogue.
  public let clips: [Int]
  /// The class of each clip.
  public let labels: [Int]
  /// Σ p² over the examples of each clip, `[clips, classes]`.
  public let clipScores: Scores
  /// The number of examples of each clip.
  public let exampleCounts: [Int]
  /// The probabilities of every example, `[examples, classes]`.
  public let exampleScores: Scores
  /// The class of each example.
  public let exampleLabels: [Int]
  /// The mean loss over the examples.
  public let loss: Double

  /// The scores of a set's examples from their logits, `[n, classes]`.
  ///
  /// - Throws: ``ExperimentError`` if a logit is not finite.
  init(set: ExampleSet, logits: [Float], loss: Loss, classes: [String]) throws(ExperimentError) {
    clips = set.clips
    labels = set.labels
    exampleLabels = (0..<set.count).map { set.label(of: $0) }
    var mean = RunningMean()
    for (row, label) in exampleLabels.enumerated() {
      let part = logits[(row * classes.count)..<((row + 1) * classes.count)]
      mean.add(mean: loss.value(logits: part, label: label), count: 1)
    }
    self.loss = mean.mean ?? 0
    do {
      let raw = try Scores(logits, classCount: classes.count, classNames: classes)
      exampleScores = loss == .sigmoid ? raw.sigmoid() : raw.softmax()
      let groups = Groups(set.clipOfExample)
      clipScores = try exampleScores.aggregated(by: groups, .sumOfSquares)
      exampleCounts = (0..<groups.count).map { groups.rows(of: $0).count }
    } catch {
      throw ExperimentError(
        .invalidData, found: "the network's scores are unusable: \(error)", expected: "finite numbers")
    }
  }

  /// The class each clip is taken for.
  public var predictions: [Int] { clipScores.predictions() }

  /// The confusion matrix over clips.
  public var confusion: ConfusionMatrix { matrix(labels, predictions) }

  /// The share of clips that are classified right; nil without clips.
  public var accuracy: Double? { confusion.accuracy }

  /// The share of examples that are classified right; nil without examples.
  public var exampleAccuracy: Double? { matrix(exampleLabels, exampleScores.predictions()).accuracy }

  private func matrix(_ labels: [Int], _ predictions: [Int]) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classCount: clipScores.classCount)
    for (label, prediction) in zip(labels, predictions) {
      matrix.record(label: label, prediction: prediction)
    }
    return matrix
  }
}
