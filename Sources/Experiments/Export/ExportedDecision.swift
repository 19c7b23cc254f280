internal import Metrics

/// How a service makes answers of what an exported network says, as `jx query` does: complete in itself, without the run.
///
///     activation       what makes probabilities p of logits: sigmoid or softmax
///     aggregation      by which score of its examples' p a recording's classes are ranked
///     calibration      what makes the confidences of the mean logits: method none, temperature (logits are divided by it)
///                      or platt (slope · log-odds + offset a class; null: as they are)
///     thresholds       from which confidence on each class is said; null: never; absent: the best class always is
///     noise_classes    nothing is said where one of them ranks first of those that may be said
///     silence          nothing is said where no log-mel value of any example is above this
struct ExportedDecision: Encodable {
  private let format = "jx decision 1"
  private let run: String
  private let snapshot: SnapshotPosition
  private let classes: [String]
  private let activation: String
  private let aggregation: String
  private let calibration: ExportedCalibration
  private let thresholds: [Double?]?
  private let noiseClasses: [String]
  private let silence: Float
  private let fittedOn: Basis?

  /// What calibration and thresholds were fitted on.
  private struct Basis: Encodable {
    let clips: Int
    let snapshot: SnapshotPosition
  }

  private enum CodingKeys: String, CodingKey {
    case format, run, snapshot, classes, activation, aggregation, calibration, thresholds
    case noiseClasses = "noise_classes"
    case silence
    case fittedOn = "fitted_on"
  }

  /// A run's rule for one of its snapshots.
  init(_ rule: DecisionRule, of details: RunDetails, _ snapshot: Snapshot, activation: String) {
    run = details.id.description
    self.snapshot = snapshot.position
    classes = details.classes
    self.activation = activation
    aggregation = rule.aggregation.name
    calibration = ExportedCalibration(rule.calibration)
    thresholds = rule.thresholds?.classes.map { $0?.threshold }
    noiseClasses = rule.noiseClasses
    silence = AnswerBuilder.silence
    fittedOn = rule.basis.map { Basis(clips: $0.clipCount, snapshot: $0.snapshot) }
  }

  /// On one line, for metadata.
  var line: String { get throws(ExperimentError) { try RunJSON.encode(self, isPretty: false) } }

  /// Writes the file `model.decision.json` beside `model.onnx`; returns its path.
  func write(beside path: String) throws(ExperimentError) -> String {
    try write(to: FilePath.companion(of: path, "decision.json"))
  }

  /// Writes a file; returns its path.
  func write(to path: String) throws(ExperimentError) -> String {
    try AtomicFile.write(try RunJSON.encode(self, isPretty: true) + "\n", to: path)
    return path
  }
}
