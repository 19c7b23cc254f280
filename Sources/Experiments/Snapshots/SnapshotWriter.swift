internal import Foundation
internal import Glibc
public import Net

/// Writes a run's snapshots into its folder: each file atomically, hashed on the way, one tensor in memory at a time.
///
/// Frozen layers are written once, by ``writeFrozen(_:)``; a snapshot holds the rest. Takes little longer than the disk.
public struct SnapshotWriter {
  /// The file with the frozen layers' values; nil as long as none was written.
  public private(set) var frozen: RecordedFile?

  private let runFolder: String
  private var frozenNames: Set<String> = []

  /// A writer for a run's folder.
  ///
  /// - Parameter frozen: on a resume, the file that the run's earlier snapshots share.
  /// - Throws: ``ExperimentError/Code/snapshot`` or ``ExperimentError/Code/missingFile`` if that file cannot be read.
  public init(runFolder: String, frozen: RecordedFile? = nil) throws(ExperimentError) {
    self.runFolder = runFolder
    self.frozen = frozen
    if let frozen {
      frozenNames = try SnapshotReader(runFolder: runFolder).tensorNames(in: frozen)
    }
  }

  /// Writes the values of all frozen layers of a plan that has them; nothing if there are none.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` with path and reason; nothing is left behind.
  public mutating func writeFrozen(_ plan: any Plan) throws(ExperimentError) {
    let layers = plan.network.layers.filter(\.isFrozen)
    guard !layers.isEmpty else { return }
    let tensors = layers.flatMap { [$0.weights, $0.biases] }
    frozen = try write(
      tensors, metadata: [SnapshotFormat.Key.format: SnapshotFormat.name], to: SnapshotFormat.frozenPath
    ) { shape, values in
      try plan.read(.value, of: shape.name, into: &values)
    }
    frozenNames = Set(tensors.map(\.name))
  }

  /// Takes over another run's file of the same frozen layers: a second name for it or, across file systems, a copy.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - folder: that run's folder.
  ///   - layers: the layers of the network.
  /// - Throws: ``ExperimentError/Code/inputOutput`` if neither can be made.
  mutating func takeFrozen(
    _ file: RecordedFile, of folder: String, layers: [Layer]
  ) throws(ExperimentError) {
    try RunFolder.createFolder(runFolder + "/" + SnapshotFormat.folder)
    let (source, target) = (folder + "/" + file.path, runFolder + "/" + file.path)
    if unsafe link(source, target) != 0 {
      guard errno == EXDEV || errno == EPERM || errno == EMLINK else {
        throw SystemFailure.error("linked", target)
      }
      do { try FileManager.default.copyItem(atPath: source, toPath: target) } catch {
        throw ExperimentError(.inputOutput, found: "\(target) can't be copied: \(error)")
      }
    }
    frozen = file
    frozenNames = Set(layers.filter(\.isFrozen).flatMap { [$0.weights.name, $0.biases.name] })
  }

  /// Writes a snapshot of a plan that trains.
  ///
  /// - Parameters:
  ///   - position: where the training stands.
  ///   - trainer: the trainer's own state as text (random streams, order, best so far …); comes back on loading.
  /// - Returns: the files, for the registry to record. Until it has, they don't count.
  /// - Throws: ``ExperimentError/Code/inputOutput`` with path, reason and free space, or
  ///   ``ExperimentError/Code/invalidData`` for weights that are no finite numbers; files begun are removed.
  public func write(
    _ plan: any Plan, at position: SnapshotPosition, trainer: String
  ) throws(ExperimentError) -> Snapshot {
    var metadata = [
      SnapshotFormat.Key.format: SnapshotFormat.name,
      SnapshotFormat.Key.epoch: String(position.epoch),
      SnapshotFormat.Key.step: String(plan.step),
    ]
    if let batch = position.batch { metadata[SnapshotFormat.Key.batch] = String(batch) }
    do {
      metadata[SnapshotFormat.Key.network] = try SnapshotFormat.encode(plan.network)
    } catch {
      throw ExperimentError(.snapshot, found: "the network could not be described: \(error)")
    }
    let values = try writeValues(plan, at: position, metadata: metadata)
    metadata[SnapshotFormat.Key.trainer] = trainer
    do throws(ExperimentError) {
      let state = try writeState(plan, at: position, metadata: metadata)
      return Snapshot(position: position, step: plan.step, values: values, state: state, frozen: frozen)
    } catch {
      unsafe unlink(runFolder + "/" + values.path)
      throw error
    }
  }

  private func writeValues(
    _ plan: any Plan, at position: SnapshotPosition, metadata: [String: String]
  ) throws(ExperimentError) -> RecordedFile {
    let layers = plan.network.layers.filter { !$0.isFrozen || !frozenNames.contains($0.weights.name) }
    return try write(
      layers.flatMap { [$0.weights, $0.biases] }, metadata: metadata, to: SnapshotFormat.valuesPath(position)
    ) { shape, values in
      try plan.read(.value, of: shape.name, into: &values)
      for index in values.indices where !values[index].isFinite {
        throw ExperimentError(
          .invalidData, found: "at \(position) '\(shape.name)' holds \(values[index])",
          expected: "finite numbers",
          remedy:
            "Try a smaller train.learning_rate or set train.gradient_clip; what was saved before stands.")
      }
    }
  }

  private func writeState(
    _ plan: any Plan, at position: SnapshotPosition, metadata: [String: String]
  ) throws(ExperimentError) -> RecordedFile {
    var tensors: [ParameterShape] = []
    var sources: [String: (slot: Slot, parameter: String)] = [:]
    for layer in plan.network.layers where !layer.isFrozen {
      for variable in [layer.weights, layer.biases] {
        for (slot, suffix) in SnapshotFormat.moments {
          tensors.append(ParameterShape(name: variable.name + suffix, shape: variable.shape))
          sources[variable.name + suffix] = (slot, variable.name)
        }
      }
    }
    return try write(tensors, metadata: metadata, to: SnapshotFormat.statePath(position)) { shape, values in
      guard let source = sources[shape.name] else {
        preconditionFailure("\(shape.name) is no slot of the plan")
      }
      try plan.read(source.slot, of: source.parameter, into: &values)
    }
  }

  private func write(
    _ tensors: [ParameterShape], metadata: [String: String], to path: String,
    fill: (ParameterShape, inout MutableSpan<Float>) throws -> Void
  ) throws(ExperimentError) -> RecordedFile {
    do {
      try RunFolder.createFolder(runFolder + "/" + SnapshotFormat.folder)
      let writer = try SafetensorsWriter(tensors: tensors, metadata: metadata)
      var file = try AtomicFile(path: runFolder + "/" + path)
      try file.reserve(writer.byteCount)
      var hash = SHA256()
      try writer.write(
        to: { bytes in
          hash.update(bytes)
          try file.write(bytes)
        }, fill: fill)
      try file.commit()
      return RecordedFile(path: path, byteCount: writer.byteCount, digest: hash.finish())
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.snapshot, found: "\(path) could not be written: \(error)")
    }
  }
}
