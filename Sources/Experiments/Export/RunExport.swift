internal import Foundation
internal import Net

/// Writes the network of a run's snapshot for other programs.
public struct RunExport {
  /// The run.
  public let details: RunDetails
  /// The snapshot.
  public let snapshot: Snapshot
  /// How the run's answers are made, for services that shall answer as `jx query` does.
  public let decision: DecisionRule

  let config: RunConfig
  let runFolder: String

  /// Finds a run's snapshot.
  ///
  /// - Throws: ``ExperimentError`` for a run or snapshot that is missing.
  public init(of id: RunID, in registry: Registry, snapshot selector: SnapshotSelector = .best) throws {
    details = try registry.details(of: id)
    config = try registry.config(of: details).config
    snapshot = try registry.snapshot(selector, of: details)
    decision = try registry.decision(of: details)
    runFolder = registry.folderPath(of: id)
  }

  /// The network's name of what its last function gives: `sigmoid` or `softmax`.
  public var activation: String { config.train.loss == .sigmoid ? "sigmoid" : "softmax" }

  /// Writes the network; everything appears whole or not at all.
  ///
  /// - Parameters:
  ///   - format: the form.
  ///   - path: the file, the prefix of a checkpoint's files, or the folder of a SavedModel's versions.
  ///   - layout: the names and layout of a safetensors or npz file.
  ///   - optimizerState: whether a checkpoint, safetensors or npz file also has Adam's moments and step.
  ///   - version: the number of a SavedModel's version; nil for the next free one.
  ///   - progress: called with the bytes written and those to come in all; what it throws ends the export.
  /// - Throws: ``ExperimentError`` and ``NetError``: a damaged snapshot, optimizer state that was not kept, files that
  ///   can't be written.
  public func write(
    _ format: ExportFormat, to path: String, layout: ExportLayout = .tensorflow, optimizerState: Bool = false,
    version: Int? = nil, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> ExportedModel {
    try Self.requirePlace(path, format)
    var variables = try SnapshotVariables(of: snapshot, network: details.network, runFolder: runFolder)
    if optimizerState { try variables.appendOptimizerState(config.train.adam) }
    if optimizerState || format == .tensorFlowCheckpoint { variables.appendStep() }
    let loss = config.train.loss
    let decision = ExportedDecision(decision, of: details, snapshot, activation: activation)
    let provenance = try ExportProvenance(details, snapshot, loss: loss, decision: decision)
    let total = variables.byteCount
    let report = { (done: Int) in try progress(done, total) }
    let classes = ClassFiles(classes: details.classes, ids: try ClassFiles.ids(in: runFolder))
    guard format != .savedModel else {
      let contents = SavedModelFolder.Contents(
        graph: SavedModel(details.network, loss: loss), variables: variables, classes: classes,
        decision: decision, provenance: provenance, run: details.id)
      return try SavedModelFolder(path: path).write(contents, version: version, progress: report)
    }
    var files: CheckpointFile
    if let checkpointFormat = format.checkpointFormat {
      files = try write(checkpointFormat, variables, to: path, layout, provenance, report)
    } else {
      files = try writeONNX(variables, to: path, provenance, report)
    }
    if format == .tensorFlowCheckpoint { files = try addingGraph(to: files, path) }
    var model = ExportedModel(
      paths: files.paths, byteCount: files.byteCount, classesPath: try classes.writeList(beside: path),
      decisionPath: try decision.write(beside: path))
    if layout == .torchvggish {
      model.omittedLayers = details.network.layers[(details.network.embeddingIndex + 1)...].map(\.name)
    }
    return model
  }

  /// Says before anything is read that a folder stands where a file shall be, or the other way round.
  private static func requirePlace(_ path: String, _ format: ExportFormat) throws(ExperimentError) {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    let wantsFolder = format == .savedModel
    guard isFolder.boolValue != wantsFolder else { return }
    throw ExperimentError(
      .inputOutput, found: "\(path) is a \(wantsFolder ? "file" : "folder")",
      expected: wantsFolder ? "the model's folder" : "a path for the \(format.rawValue) file or files",
      remedy: wantsFolder ? "" : "Take \(path)/model, for example.")
  }

  private func write(
    _ format: CheckpointFormat, _ variables: SnapshotVariables, to path: String, _ layout: ExportLayout,
    _ provenance: ExportProvenance, _ report: (Int) throws -> Void
  ) throws -> CheckpointFile {
    switch layout {
    case .tensorflow:
      try CheckpointFile.write(
        variables, as: format, to: path, metadata: provenance.texts, progress: report)
    case .torchvggish:
      try CheckpointFile.write(
        TorchVGGishVariables(details.network, of: variables), as: format, to: path,
        metadata: provenance.texts, progress: report)
    }
  }

  private func writeONNX(
    _ variables: SnapshotVariables, to path: String, _ provenance: ExportProvenance,
    _ report: (Int) throws -> Void
  ) throws -> CheckpointFile {
    let model = ONNXModel(details.network, loss: config.train.loss, metadata: provenance.texts)
    var file = try AtomicFile(path: path)
    var byteCount = 0
    try model.write(variables) { bytes in
      try file.write(bytes)
      byteCount += bytes.byteCount
      try report(byteCount)
    }
    try file.commit()
    return CheckpointFile(paths: [path], byteCount: byteCount)
  }

  /// Adds the `.meta` that `tf.train.import_meta_graph` takes: the serving graph.
  private func addingGraph(to files: CheckpointFile, _ path: String) throws -> CheckpointFile {
    let graph = SavedModel(details.network, loss: config.train.loss).metaGraph
    let graphPath = CheckpointFormat.tensorflowGraphPath(path)
    try AtomicFile.write(graph, to: graphPath)
    return CheckpointFile(paths: files.paths + [graphPath], byteCount: files.byteCount + graph.count)
  }
}
