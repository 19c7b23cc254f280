public import Metrics
public import Net

/// What a network says of every example of a set of clips: all that figures, thresholds and comparisons are made from.
///
/// Kept as logits, from which probabilities, calibrated ones too, follow without loss. The examples of a clip stand one
/// behind the other, clips in the order of ``clips``.
public struct ExampleScores: Sendable, Hashable {
  /// The classes in the order of the scores' columns.
  public let classes: [String]
  /// What turns logits into probabilities, and the loss they were trained by.
  public let activation: Loss
  /// The clips.
  public let clips: [EvaluatedClip]
  /// The network's outputs, `[examples, classes]`, row-major.
  public let logits: [Float]
  /// The same as probabilities: each class for itself, or rows that sum to 1.
  public let probabilities: Scores
  /// The position in ``clips`` of each example's clip.
  public let clipOfExample: [Int]

  /// Scores from their parts.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` where the numbers of logits, examples and classes don't fit, a label
  ///   is none, or a logit is not finite.
  public init(
    classes: [String], activation: Loss, clips: [EvaluatedClip], logits: [Float]
  ) throws(ExperimentError) {
    for clip in clips {
      let labels = clip.allLabels
      let areKnown = !labels.isEmpty && labels.allSatisfy(classes.indices.contains)
      guard areKnown, clip.label == labels[0], clip.exampleCount > 0 else {
        throw ExperimentError(
          .invalidData,
          found: "\(clip.path) with class \(labels) of \(classes.count) and \(clip.exampleCount) examples",
          expected: "a known class and at least one example")
      }
      guard activation == .sigmoid || labels.count == 1 else {
        throw ExperimentError(
          .invalidData, found: "\(clip.path) with \(labels.count) classes, of a network with softmax",
          expected: "one class, or a network with sigmoid")
      }
    }
    clipOfExample = clips.enumerated().flatMap { repeatElement($0.offset, count: $0.element.exampleCount) }
    guard logits.count == clipOfExample.count * classes.count else {
      throw ExperimentError(
        .invalidData, found: "\(logits.count) scores",
        expected: "\(clipOfExample.count) examples of \(classes.count) classes")
    }
    do throws(MetricsError) {
      probabilities = try Scores.probabilities(
        ofLogits: logits, classNames: classes, isSoftmax: activation == .softmax)
    } catch {
      throw ExperimentError(
        .invalidData, found: "the network's scores are unusable: \(error)", expected: "finite numbers")
    }
    self.classes = classes
    self.activation = activation
    self.clips = clips
    self.logits = logits
  }

  /// Whether clips may have several classes.
  public var isMultiLabel: Bool { clips.contains { $0.labels != nil } }

  /// The class of each example; of several, the first.
  public var exampleLabels: [Int] { clipOfExample.map { clips[$0].label } }

  /// The mean loss over the examples; nil without any.
  public var loss: Double? {
    var mean = RunningMean()
    for (row, clip) in clipOfExample.enumerated() {
      let part = logits[(row * classes.count)..<((row + 1) * classes.count)]
      mean.add(mean: activation.value(logits: part, labels: clips[clip].allLabels), count: 1)
    }
    return mean.mean
  }

  /// What tells these clips from others.
  public var clipsDigest: Digest { EvaluatedClip.digest(of: clips) }

  /// The scores of a level.
  ///
  /// A recording that has clips of other classes gives a row for each of them, from the clips of those classes alone.
  ///
  /// - Parameters:
  ///   - level: what a row is.
  ///   - aggregation: how examples become one row; without effect on examples.
  public func table(
    at level: EvaluationLevel, _ aggregation: Aggregation
  ) throws(ExperimentError) -> LevelScores {
    let groups = groups(at: level)
    let firstClips = groups.firstRows.map { clips[clipOfExample[$0]] }
    do throws(MetricsError) {
      let scores =
        level == .example ? probabilities : try probabilities.aggregated(by: groups, aggregation)
      return LevelScores(
        level: level, labels: firstClips.map(\.label),
        labelSets: isMultiLabel
          ? try LabelSets(firstClips.map(\.allLabels), classCount: classes.count) : nil,
        scores: scores,
        recordings: Groups(firstClips.map(\.recording)),
        names: firstClips.map { level == .recording ? $0.recording : $0.path })
    } catch { throw ExperimentError(error) }
  }

  /// Which examples make a row of a level.
  func groups(at level: EvaluationLevel) -> Groups {
    switch level {
    case .example: Groups(clipOfExample.indices)
    case .clip: Groups(clipOfExample)
    case .recording:
      Groups(clipOfExample.map { [clips[$0].recording] + clips[$0].allLabels.map(String.init) })
    }
  }
}
