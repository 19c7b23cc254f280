internal import Foundation
internal import Net

/// Where an exported network comes from, as text for formats that have room for it.
struct ExportProvenance {
  /// The text of each key.
  let texts: [String: String]

  /// Describes a snapshot of a run.
  init(_ details: RunDetails, _ snapshot: Snapshot, loss: Loss, decision: ExportedDecision) throws {
    var texts = [
      "format": "jx export 1",
      "run": details.id.description,
      "epoch": String(snapshot.position.epoch),
      "step": String(snapshot.step),
      "config_sha256": SHA256.hash(details.configText).hexadecimal,
      "snapshot_sha256": snapshot.values.digest.hexadecimal,
      "checkpoint": details.checkpoint,
      "loss": loss.rawValue,
      "activation": loss == .sigmoid ? "sigmoid" : "softmax",
      "classes": try RunJSON.encode(details.classes, isPretty: false),
      "network": try SnapshotFormat.encode(details.network),
      "decision": try decision.line,
    ]
    if !details.name.isEmpty { texts["name"] = details.name }
    if let digest = details.checkpointDigest { texts["checkpoint_sha256"] = digest.hexadecimal }
    self.texts = texts
  }

  /// The same as a JSON object of texts.
  var json: String {
    get throws { try RunJSON.encode(texts, isPretty: true) + "\n" }
  }
}
