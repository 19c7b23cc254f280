import Foundation

/// What `jx show --json` says of a run, as far as it must not depend on how often the run was stopped.
struct RunFacts: Equatable {
  var status: String
  var epochs: [String]
  var evaluations: [String]
  var snapshots: [String]

  init(_ run: String, in bench: Workbench, registry: String = "runs") throws {
    let outcome = try bench.jx("show", run, "--json", "--registry", registry)
    guard let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any],
      let details = object["details"] as? [String: Any], let status = details["status"] as? String
    else { throw CocoaError(.coderReadCorrupt) }
    self.status = status
    func texts(_ key: String, without timely: Set<String>) throws -> [String] {
      try (object[key] as? [[String: Any]] ?? []).map { record in
        let kept = record.filter { !timely.contains($0.key) }
        let data = try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys)
        return String(decoding: data, as: UTF8.self)
      }
    }
    epochs = try texts(
      "epochs", without: ["started_at", "finished_at", "timings", "attempt", "snapshot"])
    evaluations = try texts("evaluations", without: ["created_at", "seconds"])
    snapshots = try texts("snapshots", without: [])
  }
}
