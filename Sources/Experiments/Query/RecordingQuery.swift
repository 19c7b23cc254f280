public import Audio
internal import Metrics

/// Asks a classifier what it hears in recordings of any length, in memory that does not grow with it.
public struct RecordingQuery {
  /// The classifier.
  public let classifier: Classifier
  /// How many classes to list.
  public let top: Int
  /// Seconds of a time span; nil for whole recordings.
  public let spanSeconds: Double?
  /// From recordings to examples.
  public let frontEnd: FrontEnd

  /// Two days: what a recorder leaves in the field.
  static let limits = DecodingLimits(maximumSeconds: 172_800)

  /// A query.
  ///
  /// - Parameters:
  ///   - classifier: who answers.
  ///   - top: how many classes to list, 1 or more.
  ///   - spanSeconds: seconds of a time span; nil for whole recordings.
  ///   - hopSeconds: from the start of one example to that of the next; nil for that of the training.
  /// - Throws: `AudioError` for a hop that is none.
  public init(
    _ classifier: Classifier, top: Int, spanSeconds: Double? = nil, hopSeconds: Double? = nil
  ) throws(AudioError) {
    precondition(top > 0 && spanSeconds ?? 1 > 0, "\(top) classes for spans of \(spanSeconds ?? 0) s")
    self.classifier = classifier
    self.top = top
    self.spanSeconds = spanSeconds
    frontEnd =
      try hopSeconds.map { hop throws(AudioError) in
        try FrontEnd(hopSeconds: hop, padShort: classifier.frontEnd.padShort)
      } ?? classifier.frontEnd
  }

  /// Answers a recording: span by span as they are done, or once for the whole.
  ///
  /// An example belongs to the span that it starts in; a span without examples is passed over.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isCancelled: asked between batches of examples; true throws ``ExperimentError/Code/interrupted``.
  ///   - progress: told the seconds that were heard, and how many there are where the file says so.
  ///   - handle: called with each answer.
  /// - Throws: `AudioError` for a file that can't be read, also behind answers to its beginning; ``ExperimentError`` if the
  ///   network gives numbers that are not finite.
  public func answer(
    path: String, isCancelled: () -> Bool = { false }, progress: (Double, Double?) -> Void = { _, _ in },
    handle: (SpanAnswer) throws -> Void
  ) throws {
    var stream = try ExampleStream(path: path, frontEnd: frontEnd, limits: Self.limits)
    var builder = AnswerBuilder(classifier)
    var span = 0
    while true {
      guard !isCancelled() else { throw ExperimentError(.interrupted, found: "stopped during a query") }
      let first = stream.count
      let examples = try stream.next(atMost: classifier.batchSize)
      guard examples.count > 0 else { break }
      let (logits, probabilities) = try classifier.scores(of: examples)
      for index in 0..<examples.count {
        let here = number(ofSpanAt: Double(first + index) * frontEnd.hopSeconds)
        if here != span, builder.count > 0 {
          try handle(answer(builder, span: span, end: .infinity))
          builder = AnswerBuilder(classifier)
        }
        span = here
        let (size, classCount) = (Examples.valueCount, probabilities.classCount)
        builder.add(
          examples.values[(index * size)..<((index + 1) * size)],
          logits: logits[(index * classCount)..<((index + 1) * classCount)],
          probabilities: probabilities.row(index))
      }
      progress(stream.seconds, stream.promisedSeconds)
    }
    if builder.count > 0 { try handle(answer(builder, span: span, end: stream.seconds)) }
  }

  private func number(ofSpanAt seconds: Double) -> Int {
    guard let spanSeconds else { return 0 }
    // Multiples of the hop that fall on a border belong to the span that begins there.
    return Int((seconds / spanSeconds + 1e-9).rounded(.down))
  }

  private func answer(
    _ builder: AnswerBuilder, span: Int, end: Double
  ) throws(ExperimentError) -> SpanAnswer {
    let start = Double(span) * (spanSeconds ?? 0)
    return try builder.answer(from: start, to: min(end, start + (spanSeconds ?? .infinity)), top: top)
  }
}
