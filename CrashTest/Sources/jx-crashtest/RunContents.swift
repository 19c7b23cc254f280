internal import Foundation

/// All that a run leaves behind, as far as it must not depend on how often the run was stopped.
struct RunContents: Equatable, Sendable {
  /// The bytes of files that must be the same to the bit: weights, optimizer state, predictions, split, config.
  private(set) var files: [String: [UInt8]] = [:]
  /// Lines of JSON without times and attempts, by where they come from: folder and registry.
  private(set) var records: [String: [String]] = [:]
  /// What TensorBoard shows.
  private let events: EventFiles

  /// What tells of time and attempts, or is a position in a list of files that is compared itself.
  private static let timely: Set<String> = [
    "started_at", "finished_at", "created_at", "ended_at", "timings", "attempt", "seconds",
  ]
  /// `next-steps.json` says where a check may look, and may be missing.
  private static let uncompared: Set<String> = [
    "run.json", "lock", "log.txt", "tensorboard", "next-steps.json",
  ]

  /// Reads a finished run: its folder, and what `jx show --json` printed of it.
  init(folder: String, shown: ShownRun) throws {
    events = try EventFiles(folder: folder)
    let manager = FileManager.default
    for path in try manager.subpathsOfDirectory(atPath: folder).sorted() {
      let top = path.split(separator: "/").first.map(String.init) ?? path
      var isFolder: ObjCBool = false
      guard !Self.uncompared.contains(top),
        unsafe manager.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      let data = try Data(contentsOf: URL(filePath: folder + "/" + path))
      if path.hasSuffix(".jsonl") || path.hasPrefix("evaluations/") && path.hasSuffix(".json") {
        records[path] = try Self.records(path.hasSuffix(".jsonl") ? data.split(separator: 10) : [data])
      } else {
        // Some files bear the run's id in their name.
        files[path.replacing(shown.id, with: "<run>")] = [UInt8](data)
      }
    }
    records["registry: epochs"] = try shown.epochs.map(Self.canonical)
    records["registry: evaluations"] = try shown.evaluations.map(Self.canonical)
    records["registry: snapshots"] = try shown.snapshots.map(Self.canonical)
    records["registry: status"] = [shown.status]
  }

  private static func records(_ lines: [Data]) throws -> [String] {
    try lines.map { try canonical(JSONSerialization.jsonObject(with: $0)) }
  }

  private static func canonical(_ object: Any) throws -> String {
    let kept = stripped(object)
    return String(
      decoding: try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys), as: UTF8.self)
  }

  private static func stripped(_ object: Any) -> Any {
    switch object {
    case let members as [String: Any]:
      members.filter { !timely.contains($0.key) }.mapValues(stripped)
    case let list as [Any]: list.map(stripped)
    default: object
    }
  }

  /// What another run has otherwise, in words; empty if it has the same to the bit.
  func differences(from other: RunContents) -> [String] {
    var differences: [String] = []
    for path in Set(files.keys).union(other.files.keys).sorted() where files[path] != other.files[path] {
      switch (files[path], other.files[path]) {
      case (nil, _): differences.append("\(path) is missing")
      case (_, nil): differences.append("\(path) is left over")
      default: differences.append("\(path) has other bytes")
      }
    }
    for name in Set(records.keys).union(other.records.keys).sorted() {
      let (own, their) = (records[name] ?? [], other.records[name] ?? [])
      if own.count != their.count {
        differences.append("\(name): \(own.count) records instead of \(their.count)")
      } else if let index = own.indices.first(where: { own[$0] != their[$0] }) {
        let place = zip(own[index], their[index]).prefix { $0 == $1 }.count
        func part(_ text: String) -> String { String(text.dropFirst(max(0, place - 60)).prefix(120)) }
        differences.append(
          "\(name), record \(index + 1): …\(part(own[index]))… instead of …\(part(their[index]))…")
      }
    }
    if events != other.events { differences.append("tensorboard/ shows other epochs or figures") }
    return differences
  }
}
