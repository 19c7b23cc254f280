internal import Metrics

/// Compares two runs bit by bit: figures of every epoch, weights and optimizer state of the snapshots that both keep,
/// evaluations.
public struct RepetitionCheck: Sendable, Hashable, Codable {
  /// The run that was repeated.
  public var original: RunID
  /// The repetition.
  public var repetition: RunID
  /// Epochs that both have.
  public var epochCount = 0
  /// Figures that were compared.
  public var figureCount = 0
  /// Snapshots that both keep and that were compared.
  public var snapshotCount = 0
  /// Evaluations that were compared.
  public var evaluationCount = 0
  /// The first difference; nil if there is none.
  public var difference: RunDifference?
  /// What was not the same when the repetition ran: code, data, threads, engine, libraries, CPU.
  public var changes: [String] = []

  /// Whether everything that was compared is the same to the bit.
  public var isIdentical: Bool { difference == nil }

  /// Compares two recorded runs.
  ///
  /// - Throws: ``ExperimentError/Code/missingRun``, ``ExperimentError/Code/snapshot`` for a snapshot that can't be read.
  public init(_ original: RunID, _ repetition: RunID, in registry: Registry) throws {
    self.original = original
    self.repetition = repetition
    let details = try [original, repetition].map { try registry.details(of: $0) }
    changes = try RunChanges(details[0], details[1], in: registry).lines
    try compareEpochs(registry)
    // A snapshot is behind its epoch's figures, so a difference in an earlier epoch's figures comes first.
    try compareSnapshots(registry)
    if difference == nil { try compareEvaluations(registry) }
  }

  private enum CodingKeys: String, CodingKey {
    case original
    case repetition
    case epochCount = "epochs"
    case figureCount = "figures"
    case snapshotCount = "snapshots"
    case evaluationCount = "evaluations"
    case difference
    case changes
  }

  private mutating func compareEpochs(_ registry: Registry) throws {
    let (first, second) = (try registry.epochs(of: original), try registry.epochs(of: repetition))
    for (one, other) in zip(first, second) {
      epochCount += 1
      let values = Self.figures(of: one)
      let others = Self.figures(of: other)
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        figureCount += 1
        note(epoch: one.epoch, name, value, others[name])
      }
      for (key, matrix) in one.confusions where other.confusions[key] != matrix {
        note(epoch: one.epoch, "the confusion matrix \(key)", nil, nil, isDifferent: true)
      }
      if difference != nil { return }
    }
    if first.count != second.count {
      difference = RunDifference(
        epoch: epochCount + 1, quantity: "the number of epochs", first: "\(first.count)",
        second: "\(second.count)")
    }
  }

  private static func figures(of epoch: EpochRecord) -> [String: Double] {
    var figures: [String: Double] = [
      "learning rate": epoch.learningRate, "step": Double(epoch.step), "examples": Double(epoch.exampleCount),
    ]
    for (key, value) in epoch.metrics { figures[key.description] = value }
    for (key, values) in epoch.classMetrics {
      for (index, value) in values.enumerated() { figures["\(key)[\(index)]"] = value }
    }
    return figures
  }

  private mutating func note(
    epoch: Int?, _ quantity: String, _ first: Double?, _ second: Double?, isDifferent: Bool = false
  ) {
    // The bits decide, so that a zero differs from its negative; no number is like any other.
    let isSame =
      first.map { $0.isNaN } == true ? second?.isNaN == true : first?.bitPattern == second?.bitPattern
    guard difference == nil, isDifferent || !isSame else { return }
    difference = RunDifference(
      epoch: epoch, quantity: quantity, first: first.map { "\($0)" } ?? "another",
      second: second.map { "\($0)" } ?? (isDifferent ? "one" : "missing"))
  }

  private mutating func compareSnapshots(_ registry: Registry) throws {
    let others = try registry.snapshots(of: repetition)
    let (reader, otherReader) = (
      SnapshotReader(runFolder: registry.folderPath(of: original)),
      SnapshotReader(runFolder: registry.folderPath(of: repetition))
    )
    for snapshot in try registry.snapshots(of: original) where snapshot.position.batch == nil {
      guard let other = others.first(where: { $0.position == snapshot.position }) else { continue }
      let epoch = snapshot.position.epoch
      if let found = difference?.epoch, found <= epoch { return }
      snapshotCount += 1
      let pairs = [
        (snapshot.values, other.values), (snapshot.state, other.state), (snapshot.frozen, other.frozen),
      ]
      for case (let file?, let otherFile?) in pairs where file.digest != otherFile.digest {
        guard let tensor = try reader.firstDifference(of: file, from: otherFile, of: otherReader) else {
          continue
        }
        difference = RunDifference(
          epoch: epoch, quantity: tensor.place, first: tensor.first, second: tensor.second)
        return
      }
    }
  }

  private mutating func compareEvaluations(_ registry: Registry) throws {
    let others = try registry.evaluations(of: repetition)
    for evaluation in try registry.evaluations(of: original) {
      // A run that was trained further, or evaluated on other data, has evaluations that its repetition has not.
      guard case .split = evaluation.target,
        let other = others.first(where: {
          $0.target == evaluation.target && $0.snapshot == evaluation.snapshot
            && $0.exampleCount == evaluation.exampleCount
        })
      else { continue }
      evaluationCount += 1
      for (name, value) in evaluation.metrics.sorted(by: { $0.key < $1.key }) {
        figureCount += 1
        note(epoch: nil, "\(evaluation.target).\(name)", value, other.metrics[name])
      }
      if difference == nil, evaluation.predictions?.digest != other.predictions?.digest,
        evaluation.number == 1, other.number == 1
      {
        difference = RunDifference(
          epoch: nil, quantity: "the SHA-256 of the predictions",
          first: evaluation.predictions.map { "\($0.digest)" } ?? "missing",
          second: other.predictions.map { "\($0.digest)" } ?? "missing")
      }
    }
  }
}
