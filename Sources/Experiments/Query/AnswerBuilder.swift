internal import Audio
internal import Metrics
internal import Net

/// Collects examples of a recording or time span into an answer, in memory that does not grow with their number.
struct AnswerBuilder {
  /// Below this in all bands nothing of a sound is left over the offset of the logarithm, ln 0.01: about −80 dB of full
  /// scale.
  static let silence: Float = -3.912_023  // ln 0.02

  private let classifier: Classifier
  private var ranking: RunningAggregation
  private var logitSums: [Double]
  private var audibleCount = 0

  init(_ classifier: Classifier) {
    self.classifier = classifier
    ranking = RunningAggregation(classifier.decision.aggregation, classCount: classifier.classes.count)
    logitSums = [Double](repeating: 0, count: classifier.classes.count)
  }

  /// The examples so far.
  var count: Int { ranking.count }

  /// Takes an example: its log-mel values, logits and probabilities.
  mutating func add(
    _ values: ArraySlice<Float>, logits: ArraySlice<Float>, probabilities: ArraySlice<Double>
  ) {
    ranking.add(probabilities)
    for (index, logit) in logits.enumerated() { logitSums[index] += Double(logit) }
    if values.contains(where: { $0 > Self.silence }) { audibleCount += 1 }
  }

  /// The answer to what was taken.
  ///
  /// - Parameters:
  ///   - start: where it begins, in seconds.
  ///   - end: where it ends.
  ///   - top: how many classes to list.
  func answer(from start: Double, to end: Double, top: Int) throws(ExperimentError) -> SpanAnswer {
    var answer = SpanAnswer(
      start: start, end: end, exampleCount: count, isSilent: audibleCount == 0, candidates: [], heard: [])
    guard audibleCount > 0 else { return answer }
    do throws(MetricsError) {
      let (rule, classCount) = (classifier.decision, logitSums.count)
      let means = try Scores(logitSums.map { $0 / Double(count) }, classCount: classCount)
      let confidences = try rule.calibration.confidences(of: means, activation: classifier.loss).values
      let ranked = try Scores(ranking.row, classCount: classCount).best(classCount, inRow: 0)
      let all = ranked.map {
        SpanAnswer.Candidate(
          classIndex: $0.classIndex, score: $0.score, confidence: confidences[$0.classIndex])
      }
      answer.candidates = Array(all.prefix(top))
      answer.answer = rule.answer(ranking: ranked, confidences: confidences, classes: classifier.classes)
      if let thresholds = rule.thresholds, answer.answer != nil {
        answer.heard = all.filter { candidate in
          !rule.noiseClasses.contains(classifier.classes[candidate.classIndex])
            && thresholds.classes[candidate.classIndex].map { candidate.confidence >= $0.threshold } ?? false
        }
      } else {
        answer.heard = all.filter { $0.classIndex == answer.answer }
      }
      return answer
    } catch {
      throw ExperimentError(.invalidData, found: "the network's scores are unusable: \(error)")
    }
  }
}
