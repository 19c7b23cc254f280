internal import Metrics

/// The predictions of an evaluation as CSV: a line a clip with its path, recording, class, predicted class, number of
/// examples, label and a score a class.
///
/// `jx eval --scores` reads it, and so does any program that reads tables. Where clips may have several classes, `class`,
/// `predicted` and `label` have them all with `;` between them, and the scores are confidences.
enum PredictionTable {
  /// Writes the table, whole or not at all.
  ///
  /// - Parameters:
  ///   - path: relative to the run's folder.
  ///   - runFolder: the folder of the run.
  static func write(
    _ scores: ExampleScores, clipScores: Scores, to path: String, in runFolder: String
  ) throws(ExperimentError) -> RecordedFile {
    let classes = scores.classes
    var text = header(classes)
    let predictions = clipScores.predictions()
    for (row, clip) in scores.clips.enumerated() {
      text += CSVText.line(
        [
          clip.path, clip.recording, classes[clip.label], classes[predictions[row]],
          String(clip.exampleCount),
          String(clip.label),
        ] + clipScores.row(row).map { "\($0)" })
    }
    try AtomicFile.write(text, to: runFolder + "/" + path)
    return try RecordedFile(hashing: path, in: runFolder)
  }

  /// Writes the table of clips that may have several classes.
  static func write(
    _ scores: ExampleScores, _ table: MultiLabelTable, to path: String, in runFolder: String
  ) throws(ExperimentError) -> RecordedFile {
    let classes = scores.classes
    var text = header(classes)
    for (row, clip) in scores.clips.enumerated() {
      let labels = clip.allLabels
      text += CSVText.line(
        [
          clip.path, clip.recording, labels.map { classes[$0] }.joined(separator: ";"),
          table.predictions(ofRow: row).map { classes[$0] }.joined(separator: ";"),
          String(clip.exampleCount), labels.map(String.init).joined(separator: ";"),
        ] + table.scores.row(row).map { "\($0)" })
    }
    try AtomicFile.write(text, to: runFolder + "/" + path)
    return try RecordedFile(hashing: path, in: runFolder)
  }

  private static func header(_ classes: [String]) -> String {
    CSVText.line(
      ["path", "recording", "class", "predicted", "examples", "label"] + classes.indices.map { "score_\($0)" }
    )
  }
}
