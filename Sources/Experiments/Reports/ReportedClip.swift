internal import Metrics

/// A clip as a report shows it: what it is, what it was taken for, and how surely.
struct ReportedClip {
  /// `<class>/<clip>` below the data folder.
  let path: String
  /// The id of its recording.
  let recording: String
  /// Its class.
  let label: Int
  /// The class that it was taken for.
  let prediction: Int
  /// The mean probability of that class over its examples, 0…1.
  let confidence: Double
  /// The mean probability of its own class over its examples, 0…1.
  let ownConfidence: Double

  /// By how much the wrong class was more likely; 0 for a clip that was classified right.
  var error: Double { prediction == label ? 0 : confidence - ownConfidence }

  /// The clips of an evaluation, in its order.
  static func clips(
    of scores: ExampleScores, _ aggregation: Aggregation
  ) throws(ExperimentError) -> [ReportedClip] {
    let predictions = try scores.table(at: .clip, aggregation).predictions
    let means = try scores.table(at: .clip, .mean).scores
    return scores.clips.enumerated().map { row, clip in
      ReportedClip(
        path: clip.path, recording: clip.recording, label: clip.label, prediction: predictions[row],
        confidence: means[row, predictions[row]], ownConfidence: means[row, clip.label])
    }
  }
}
