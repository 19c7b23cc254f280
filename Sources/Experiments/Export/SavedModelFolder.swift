internal import Foundation
internal import Net

/// The folder of a model as TensorFlow Serving watches it: one SavedModel for each version, in a folder of its number.
///
///     jibjib_model/1/saved_model.pb
///     jibjib_model/1/variables/variables.{index,data-00000-of-00001}
///     jibjib_model/1/assets.extra/{decision.json,jx.json,train_id_list-<run>.json,train_id_list-<run>.pickle}
///
/// A version appears whole: a server that looks at any time never meets half of one.
struct SavedModelFolder {
  private static let decisionFile = "assets.extra/decision.json"

  /// The folder's path.
  let path: String

  /// What a version holds.
  struct Contents {
    var graph: SavedModel
    var variables: SnapshotVariables
    var classes: ClassFiles
    var decision: ExportedDecision
    var provenance: ExportProvenance
    var run: RunID
  }

  /// Writes a version, making the folder if there is none.
  ///
  /// - Parameters:
  ///   - contents: what it holds.
  ///   - version: its number, which must be free; nil for the next one.
  ///   - progress: called with the bytes written so far.
  func write(
    _ contents: Contents, version: Int?, progress: (Int) throws -> Void
  ) throws -> ExportedModel {
    try FileTree.makeFolder(path)
    if let version, FileManager.default.fileExists(atPath: "\(path)/\(version)") { throw taken(version) }
    var folder = try AtomicFolder(in: path)
    for name in ["variables", "assets.extra"] { try RunFolder.createFolder("\(folder.path)/\(name)") }
    let variables = try CheckpointFile.write(
      contents.variables, as: .tensorflowV2, to: "\(folder.path)/\(SavedModel.variablesPrefix)",
      progress: progress)
    let graph = contents.graph.savedModel
    try AtomicFile.write(graph, to: "\(folder.path)/\(SavedModel.graphFile)")
    try AtomicFile.write(try contents.provenance.json, to: folder.path + "/assets.extra/jx.json")
    _ = try contents.decision.write(to: "\(folder.path)/\(Self.decisionFile)")
    let names = try contents.classes.write(
      to: folder.path + "/assets.extra", version: contents.run.description)
    var number = version ?? nextVersion()
    while try !folder.rename(to: String(number)) {
      if let version { throw taken(version) }
      number = max(number + 1, nextVersion())
    }
    let list = names.first { $0.hasSuffix(".json") } ?? ""
    let place = "\(path)/\(number)"
    return ExportedModel(
      paths: [place], byteCount: variables.byteCount + graph.count,
      classesPath: "\(place)/assets.extra/\(list)", decisionPath: "\(place)/\(Self.decisionFile)",
      version: number)
  }

  /// The number behind the highest there is, from 1 on.
  private func nextVersion() -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return (names.compactMap { Int($0) }.max() ?? 0) + 1
  }

  private func taken(_ version: Int) -> ExperimentError {
    ExperimentError(
      .inputOutput, found: "\(path) has a version \(version)", expected: "a free number",
      remedy: "Leave --model-version away for the next one, which is \(nextVersion()).")
  }
}
