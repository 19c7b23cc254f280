internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Metrics

/// `jx calibrate`: fits confidences and thresholds on the validation split.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit confidences and thresholds of a run on its validation split, and keep them with it.",
    discussion: """
      Afterwards jx query gives calibrated confidences and says "no bird" where no class reaches its threshold. The \
      validation split chose the snapshot already, so its confidences are a little too good; the test split is not touched.

        jx calibrate last
        jx calibrate last --method platt --precision 0.9
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Option(
    help: ArgumentHelp(
      "temperature (one number, keeps the order of classes), platt (a line for each class), or none.",
      valueName: "name"),
    completion: .list(Calibration.Method.allCases.map(\.rawValue)))
  var method = Calibration.Method.temperature.rawValue

  @Option(
    help: ArgumentHelp(
      "Choose each class's lowest threshold with this precision (default: the one with the best F1).",
      valueName: "share"))
  var precision: Double?

  @Option(help: ArgumentHelp("A class that is no bird. Repeatable.", valueName: "class"))
  var noiseClass: [String] = []

  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard Calibration.Method(rawValue: method) != nil else {
      throw ValidationError(
        "There is no method '\(method)'; take "
          + Calibration.Method.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
    if let precision, !(precision > 0 && precision <= 1) {
      throw ValidationError("--precision \(precision) is not above 0 and at most 1.")
    }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    Interruption.install()
    let reporter = RunReporter()
    defer { reporter.clear() }
    let evaluation = RunEvaluation(
      registry: store, cache: ExampleCache(), compute: compute.config,
      isCancelled: { Interruption.isRequested }, observe: { reporter.report($0) })
    let (rule, scores) = try evaluation.calibrate(
      id, method: Calibration.Method(rawValue: method) ?? .temperature,
      goal: precision.map { .precision($0) } ?? .bestF1,
      noiseClasses: noiseClass.isEmpty ? nil : noiseClass, snapshot: snapshot.selector)
    reporter.clear()
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(rule, isSnakeCase: true))
    case .csv: Output.result(try Self.listing(rule, scores).rendered(as: .csv))
    case .table:
      Output.result(Self.listing(rule, scores).table)
      Output.line(try Self.summary(rule, scores))
    }
  }

  /// A row a class with its threshold and what that gave.
  private static func listing(_ rule: DecisionRule, _ scores: ExampleScores) -> Listing {
    var listing = Listing("class", "clips", "threshold", "precision", "recall", "F1")
    for (index, name) in scores.classes.enumerated() {
      let threshold = rule.thresholds?.classes[index]
      listing.append(
        .text(name), .integer(scores.clips.count { $0.allLabels.contains(index) }),
        .optional(threshold?.threshold, digits: 4), .optional(percentage: threshold?.precision),
        .optional(percentage: threshold?.recall), .optional(percentage: threshold?.f1))
    }
    return listing
  }

  /// What calibration did to the error of the confidences, on the clips that it was fitted on.
  private static func summary(_ rule: DecisionRule, _ scores: ExampleScores) throws -> String {
    let labels = scores.clips.map(\.label)
    func figures(_ calibration: Calibration) throws -> String {
      let confidences = try scores.confidences(at: .clip, calibration)
      guard !scores.isMultiLabel else {
        let sets = try LabelSets(scores.clips.map(\.allLabels), classCount: scores.classes.count)
        let loss = try MultiLabelEvaluation(labels: sets, scores: confidences).binaryLogLoss
        return "log loss \((loss ?? .nan).formatted(digits: 4))"
      }
      let error = try Evaluation(labels: labels, scores: confidences)
      return "log loss \((error.binaryLogLoss ?? .nan).formatted(digits: 4)), "
        + "calibration error \((error.reliability?.expectedError ?? .nan).formatted(digits: 4))"
    }
    var text = "\(scores.clips.count) validation clips: \(try figures(.none)) before"
    switch rule.calibration {
    case .none: break
    case .temperature(let scaling):
      text += ", \(try figures(rule.calibration)) at temperature \(scaling.temperature.formatted(digits: 3))"
      if scaling.isAtBorder { text += " (the data would take a still more extreme one)" }
    case .platt: text += ", \(try figures(rule.calibration)) behind a line for each class"
    }
    let without = rule.thresholds?.classes.enumerated().filter { $0.element == nil }.map {
      scores.classes[$0.offset]
    }
    if let without, !without.isEmpty {
      text += "\nno threshold does it for, and jx query never says: " + without.joined(separator: ", ")
    }
    if !rule.noiseClasses.isEmpty { text += "\nno bird: " + rule.noiseClasses.joined(separator: ", ") }
    return text
  }
}
