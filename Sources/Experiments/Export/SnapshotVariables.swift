internal import Net

/// The variables of a snapshot under jibjib-model's names, ready to be written in another form.
struct SnapshotVariables: VariableSource {
  private enum Place {
    case stored(Checkpoint, name: String)
    case bytes([UInt8])
  }

  private(set) var variables: [CheckpointVariable] = []
  private var places: [String: Place] = [:]
  private let snapshot: Snapshot
  private let network: Network
  private let runFolder: String

  /// The parameters of a network, from the files of a snapshot, whose digests are verified.
  ///
  /// - Throws: ``ExperimentError`` for a file that is missing, damaged or of another network.
  init(of snapshot: Snapshot, network: Network, runFolder: String) throws {
    self.snapshot = snapshot
    self.network = network
    self.runFolder = runFolder
    var missing = network.parameters
    for record in [snapshot.values, snapshot.frozen].compactMap(\.self) where !missing.isEmpty {
      let file = try open(record)
      for parameter in missing where file.variable(named: parameter.name)?.shape == parameter {
        append(parameter.name, from: file, as: parameter.name)
      }
      missing.removeAll { places[$0.name] != nil }
    }
    if let parameter = missing.first {
      throw ExperimentError(
        .snapshot, found: "\(snapshot.values.path) has no '\(parameter.name)' of \(parameter.shape)",
        expected: "a snapshot of this network")
    }
  }

  /// Adds the number of steps, as jibjib-model counts them.
  mutating func appendStep() {
    append(
      ParameterShape(name: NetworkCheckpoint.stepName, shape: []), .int32,
      UInt64(min(snapshot.step, Int(Int32.max))))
  }

  /// Adds what TensorFlow's Adam goes on from: the moments of all variables that were trained, and the powers of β.
  ///
  /// - Throws: ``ExperimentError/Code/snapshot`` if the optimizer's state was not kept.
  mutating func appendOptimizerState(_ adam: AdamUpdate) throws {
    guard let record = snapshot.state else {
      throw ExperimentError(
        .snapshot, found: "the snapshot of \(snapshot.position) has only its values",
        expected: "one with optimizer state", remedy: "Take --snapshot last.")
    }
    let file = try open(record)
    for parameter in network.parameters {
      let moments = zip(SnapshotFormat.moments, NetworkCheckpoint.moments(of: parameter.name))
      for (stored, exported) in moments {
        let name = parameter.name + stored.suffix
        if file.variable(named: name) != nil { append(name, from: file, as: exported.name) }
      }
    }
    for (name, beta) in [("beta1_power", adam.beta1), ("beta2_power", adam.beta2)] {
      append(
        ParameterShape(name: "mymodel/train/" + name, shape: []), .float32,
        UInt64(Self.power(beta, step: snapshot.step).bitPattern))
    }
  }

  func send(_ name: String, to sink: (RawSpan) throws -> Void) throws {
    switch places[name] {
    case .stored(let file, let stored): try file.send(stored, to: sink)
    case .bytes(let bytes): try sink(unsafe bytes.span.bytes)
    case nil: preconditionFailure("no variable '\(name)'")
    }
  }

  /// βᵗ⁺¹ as TensorFlow has it behind t steps: multiplied step by step in single precision, subnormal numbers as zero.
  static func power(_ beta: Float, step: Int) -> Float {
    var power = beta
    for _ in 0..<step where power > 0 {
      power *= beta
      if power < .leastNormalMagnitude { power = 0 }
    }
    return power
  }

  private func open(_ record: RecordedFile) throws -> Checkpoint {
    try SnapshotReader(runFolder: runFolder).verify(record)
    return try Checkpoint(path: runFolder + "/" + record.path)
  }

  private mutating func append(_ stored: String, from file: Checkpoint, as name: String) {
    guard var variable = file.variable(named: stored) else { preconditionFailure("no variable '\(stored)'") }
    variable.shape.name = name
    variables.append(variable)
    places[name] = .stored(file, name: stored)
  }

  private mutating func append(_ shape: ParameterShape, _ element: TensorElement, _ bits: UInt64) {
    variables.append(CheckpointVariable(shape: shape, element: element, typeName: element.plainName))
    places[shape.name] = .bytes(
      (0..<element.byteCount).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) })
  }
}
