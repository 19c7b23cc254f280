/// A class that was heard from one time to another.
public struct Detection: Sendable, Hashable, Codable {
  /// Where it begins, in seconds from the recording's start.
  public var start: Double
  /// Where it ends.
  public var end: Double
  /// The class, as index in the run's classes; nil for a stretch in which none was heard.
  public var classIndex: Int?
  /// The largest confidence in it, 0…1; nil where no class was heard.
  public var confidence: Double?
}

/// Joins what is heard in neighbouring time spans into detections.
public struct DetectionMerger: Sendable {
  /// The longest gap, in seconds, that a detection goes on over.
  public let gapSeconds: Double
  private var open: [Int?: Detection] = [:]

  /// A merger; spans that touch are joined, and with a gap those up to it apart.
  public init(gapSeconds: Double = 0) { self.gapSeconds = gapSeconds }

  /// Takes the next span; returns the detections that ended before it, in the order of their beginnings.
  public mutating func add(_ span: SpanAnswer) -> [Detection] {
    let ended = close(before: span.start)
    let heard: [(Int?, Double?)] =
      span.heard.isEmpty ? [(nil, nil)] : span.heard.map { ($0.classIndex, $0.confidence) }
    for (index, confidence) in heard {
      if var detection = open[index] {
        detection.end = span.end
        if let confidence { detection.confidence = max(detection.confidence ?? 0, confidence) }
        open[index] = detection
      } else {
        open[index] = Detection(
          start: span.start, end: span.end, classIndex: index, confidence: confidence)
      }
    }
    return ended
  }

  /// The detections that were still going on.
  public mutating func finish() -> [Detection] { close(before: .infinity) }

  private mutating func close(before start: Double) -> [Detection] {
    // A gap in floating point: borders are products of a span's length.
    let ended = open.values.filter { $0.end + ($0.classIndex == nil ? 0 : gapSeconds) + 1e-6 < start }
    for detection in ended { open[detection.classIndex] = nil }
    return ended.sorted { ($0.start, $0.classIndex ?? .max) < ($1.start, $1.classIndex ?? .max) }
  }
}
