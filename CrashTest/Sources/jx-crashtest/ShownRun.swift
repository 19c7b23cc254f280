internal import Foundation

/// What `jx show RUN --json` prints.
struct ShownRun {
  let id: String
  let status: String
  let epochs: [[String: Any]]
  let evaluations: [[String: Any]]
  let snapshots: [[String: Any]]

  /// Reads the printed text.
  init(_ text: String) throws {
    guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
      let details = object["details"] as? [String: Any], let status = details["status"] as? String,
      let id = details["id"] as? String, let epochs = object["epochs"] as? [[String: Any]],
      let evaluations = object["evaluations"] as? [[String: Any]],
      let snapshots = object["snapshots"] as? [[String: Any]]
    else { throw CrashTestError("jx show --json printed another form: \(text.prefix(300))") }
    (self.id, self.status, self.epochs, self.evaluations, self.snapshots) =
      (id, status, epochs, evaluations, snapshots)
  }
}
