public import Net

/// Loads a run's snapshots, proving with sizes and SHA-256 that the files are those that were recorded.
public struct SnapshotReader: Sendable {
  private let runFolder: String

  /// A reader for a run's folder.
  public init(runFolder: String) {
    self.runFolder = runFolder
  }

  /// The network that a snapshot was taken of, with its frozen layers.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile``, or ``ExperimentError/Code/snapshot`` for a damaged file.
  public func network(of snapshot: Snapshot) throws(ExperimentError) -> Network {
    try network(in: open(snapshot.values), path: snapshot.values.path)
  }

  /// Loads the values of all layers, or of those given, into a plan that has them, whichever are frozen there.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` for a file that is gone, ``ExperimentError/Code/snapshot`` for one
  ///   whose bytes differ from the recorded ones or whose network is another.
  public func loadValues(
    of snapshot: Snapshot, layers: [Layer]? = nil, into plan: any Plan
  ) throws(ExperimentError) {
    let values = try openVerified(snapshot.values)
    var missing = (layers ?? plan.network.layers).flatMap { [$0.weights.name, $0.biases.name] }
    try load(&missing, from: values, into: plan, path: snapshot.values.path)
    if !missing.isEmpty, let frozen = snapshot.frozen {
      try load(&missing, from: openVerified(frozen), into: plan, path: frozen.path)
    }
    if let name = missing.first {
      throw ExperimentError(
        .snapshot, found: "\(snapshot.values.path) has no '\(name)'", expected: "a snapshot of this network")
    }
  }

  /// Loads values, optimizer state and step into a plan that trains; returns the trainer's own state.
  ///
  /// A layer that was frozen then and is trained now begins with the moments that the plan has.
  ///
  /// - Throws: as ``loadValues(of:into:)``; ``ExperimentError/Code/snapshot`` too if the state was not kept.
  public func loadState(of snapshot: Snapshot, into plan: any Plan) throws(ExperimentError) -> String {
    guard let record = snapshot.state else {
      throw ExperimentError(
        .snapshot, found: "the snapshot of \(snapshot.position) has only its values",
        expected: "one with optimizer state", remedy: "Resume from the last snapshot.")
    }
    let state = try openVerified(record)
    guard let trainer = state.metadata[SnapshotFormat.Key.trainer],
      let step = state.metadata[SnapshotFormat.Key.step].flatMap(Int.init), step == snapshot.step
    else {
      throw ExperimentError(
        .snapshot, found: "\(record.path) lacks the trainer's state or is of another step")
    }
    try loadValues(of: snapshot, into: plan)
    let trainedThen = try Set(
      network(in: state, path: record.path).layers.filter { !$0.isFrozen }.flatMap {
        [$0.weights, $0.biases]
      })
    for layer in plan.network.layers where !layer.isFrozen {
      for variable in [layer.weights, layer.biases] where trainedThen.contains(variable) {
        for (slot, suffix) in SnapshotFormat.moments {
          try load(
            variable.name + suffix, from: state, into: slot, of: variable.name, plan: plan, path: record.path)
        }
      }
    }
    plan.step = step
    return trainer
  }

  /// Checks that a recorded file is there with its size and digest; throws as ``loadValues(of:into:)`` does.
  public func verify(_ record: RecordedFile) throws(ExperimentError) {
    _ = try openVerified(record)
  }

  /// The names of the tensors in a recorded file.
  func tensorNames(in record: RecordedFile) throws(ExperimentError) -> Set<String> {
    Set(try open(record).tensors.map(\.shape.name))
  }

  /// The optimizer steps behind a file of values.
  func step(in record: RecordedFile) throws(ExperimentError) -> Int {
    guard let step = try open(record).metadata[SnapshotFormat.Key.step].flatMap(Int.init) else {
      throw ExperimentError(.snapshot, found: "\(record.path) doesn't say its step")
    }
    return step
  }

  private func load(
    _ names: inout [String], from file: borrowing SafetensorsFile, into plan: any Plan, path: String
  ) throws(ExperimentError) {
    var missing: [String] = []
    for name in names {
      if file.tensor(named: name) == nil {
        missing.append(name)
      } else {
        try load(name, from: file, into: .value, of: name, plan: plan, path: path)
      }
    }
    names = missing
  }

  private func load(
    _ tensor: String, from file: borrowing SafetensorsFile, into slot: Slot, of parameter: String,
    plan: any Plan,
    path: String
  ) throws(ExperimentError) {
    do {
      try file.withValues(of: tensor) { values in try plan.load(values, into: slot, of: parameter) }
    } catch {
      throw ExperimentError(.snapshot, found: "\(path) does not fit the network: \(error)")
    }
  }

  private func network(in file: borrowing SafetensorsFile, path: String) throws(ExperimentError) -> Network {
    guard file.metadata[SnapshotFormat.Key.format] == SnapshotFormat.name,
      let text = file.metadata[SnapshotFormat.Key.network]
    else {
      throw ExperimentError(
        .snapshot, found: "\(path) is marked '\(file.metadata[SnapshotFormat.Key.format] ?? "")'",
        expected: "'\(SnapshotFormat.name)'")
    }
    return try SnapshotFormat.decodeNetwork(text, path: path)
  }

  private func open(_ record: RecordedFile) throws(ExperimentError) -> SafetensorsFile {
    let path = runFolder + "/" + record.path
    do throws(NetError) {
      return try SafetensorsFile(path: path)
    } catch {
      let isUnreadable = error.code == .inputOutput || error.code == .missingFile
      let code: ExperimentError.Code = isUnreadable ? .missingFile : .snapshot
      throw ExperimentError(
        code, found: error.found, expected: error.expected, remedy: "Go on from an earlier snapshot.")
    }
  }

  func openVerified(_ record: RecordedFile) throws(ExperimentError) -> SafetensorsFile {
    let file = try open(record)
    var hash = SHA256()
    file.forEachPiece { bytes in hash.update(bytes) }
    let digest = hash.finish()
    guard file.byteCount == record.byteCount, digest == record.digest else {
      throw ExperimentError(
        .snapshot,
        found: "\(runFolder)/\(record.path) is damaged: \(file.byteCount) bytes with SHA-256 \(digest)",
        expected: "\(record.byteCount) bytes with \(record.digest)", remedy: "Go on from an earlier snapshot."
      )
    }
    return file
  }
}
