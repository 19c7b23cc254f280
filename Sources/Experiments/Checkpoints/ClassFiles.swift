internal import Foundation

/// The files that tell jibjib's services which class an output of the network is: pickles as theirs and, for everything
/// else, the same as JSON.
///
/// `train_id_list-<version>` lists the classes, index = output; `bird_id_map` gives their ids in the database.
public struct ClassFiles: Sendable, Hashable {
  /// The classes in the order of the network's outputs.
  public var classes: [String]
  /// The ids of classes in a database; nil without any.
  public var ids: ClassIDs?

  /// Files for classes.
  public init(classes: [String], ids: ClassIDs? = nil) {
    self.classes = classes
    self.ids = ids
  }

  /// The classes that have no id, where there are ids at all.
  public var classesWithoutID: [String] {
    guard let ids else { return [] }
    return classes.filter { ids.ids[$0] == nil }
  }

  /// Writes the files into a folder, each whole or not at all.
  ///
  /// - Parameter version: goes into the names, such as a run's id or the version of an export.
  /// - Returns: the names of the files, at least `train_id_list-<version>.pickle` and `.json`.
  /// - Throws: ``ExperimentError`` with path and reason.
  public func write(to folder: String, version: String) throws(ExperimentError) -> [String] {
    var files: [(name: String, bytes: [UInt8])] = [
      ("\(CheckpointHead.listPrefix)-\(version).pickle", PickleWriter.list(classes)),
      ("\(CheckpointHead.listPrefix)-\(version).json", Self.json(classes)),
    ]
    if let ids {
      let known = classes.compactMap { name in ids.ids[name].map { (key: name, value: $0) } }
      files.append(("\(Self.mapName).pickle", PickleWriter.dictionary(known)))
      let members = Dictionary(known.map { ($0.key, $0.value) }) { first, _ in first }
      files.append(("\(Self.mapName).json", Self.json(members)))
    }
    for (name, bytes) in files { try AtomicFile.write(bytes, to: folder + "/" + name) }
    return files.map(\.name)
  }

  /// Writes the list of the classes beside a checkpoint or model as JSON: `model.classes.json` for `model.onnx`.
  ///
  /// - Returns: its path.
  /// - Throws: ``ExperimentError`` with path and reason.
  public func writeList(beside path: String) throws(ExperimentError) -> String {
    let list = Self.listPath(beside: path)
    try AtomicFile.write(Self.json(classes), to: list)
    return list
  }

  /// The path of the list that belongs to a checkpoint or model alone.
  static func listPath(beside path: String) -> String { FilePath.companion(of: path, "classes.json") }

  /// The ids that ``write(to:version:)`` left in a folder; nil if there are none.
  static func ids(in folder: String) throws(ExperimentError) -> ClassIDs? {
    let path = "\(folder)/\(mapName).json"
    return FileManager.default.fileExists(atPath: path) ? try ClassIDs(path: path) : nil
  }

  private static let mapName = "bird_id_map"

  private static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("names and numbers that are no JSON")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }
}
