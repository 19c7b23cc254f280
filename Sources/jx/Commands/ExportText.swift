internal import Experiments
internal import Foundation
internal import Metrics

/// What a person and a program read of an export.
enum ExportText {
  /// What was written, from what, and how it is called.
  static func lines(
    _ model: ExportedModel, of export: RunExport, _ format: ExportFormat, sample: String?
  ) -> String {
    let size = (Double(model.byteCount) / 1e6).formatted(digits: 1)
    var lines = [
      "\(model.paths.joined(separator: ", ")): run \(export.details.id), \(export.snapshot.position), "
        + "\(export.details.classes.count) classes, \(size) MB"
    ]
    switch format {
    case .savedModel:
      lines.append(
        "signature serving_default: inputs [n, 96, 64] to outputs [n, classes], \(export.activation)")
    case .onnx:
      lines.append("examples [n, 96, 64] to embedding, logits and predictions, \(export.activation)")
    case .tensorFlowCheckpoint, .safetensors, .npz: break
    }
    lines.append("classes: \(model.classesPath)")
    lines.append("decision: \(model.decisionPath): \(rule(export.decision))")
    if let sample { lines.append("sample: \(sample)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same for a program.
  static func object(
    _ model: ExportedModel, of export: RunExport, _ format: ExportFormat, sample: String?
  ) -> JSONObject {
    JSONObject([
      ("format", format.rawValue), ("paths", model.paths), ("bytes", model.byteCount),
      ("classes", model.classesPath), ("decision", model.decisionPath), ("version", model.version),
      ("sample", sample),
      ("run", export.details.id.description), ("epoch", export.snapshot.position.epoch),
      ("activation", export.activation), ("omitted_layers", model.omittedLayers),
    ])
  }

  /// How answers are made, in a line.
  private static func rule(_ decision: DecisionRule) -> String {
    var parts = [decision.aggregation.name]
    switch decision.calibration {
    case .none: parts.append("not calibrated")
    case .temperature(let scaling): parts.append("temperature \(scaling.temperature.formatted(digits: 3))")
    case .platt: parts.append("a line for each class")
    }
    if decision.thresholds != nil { parts.append("thresholds") }
    if let basis = decision.basis { parts.append("fitted on \(basis.snapshot)") }
    return parts.joined(separator: ", ")
  }
}
