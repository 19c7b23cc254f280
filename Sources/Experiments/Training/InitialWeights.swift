internal import Net

/// Fills a plan with the weights that a run starts from.
struct InitialWeights {
  /// The run's config, for the source and the places in errors.
  let resolved: ResolvedConfig
  /// Opens the registry in which other runs are found; called only where the config names one.
  let openRegistry: () throws -> Registry

  private var model: ModelConfig { resolved.config.model }
  private var optimizer: OptimizerStart { resolved.config.train.optimizerState }

  /// Finds and opens what the config names, and refuses what the network cannot start from, before anything is computed.
  ///
  /// - Throws: ``ExperimentError`` at the place in the config, listing every variable that does not fit.
  func startingPoint(of network: Network, classes: [String]) throws -> StartingPoint {
    switch model.checkpoint {
    case .none:
      try refuseNothingToKeep()
      return .seed
    case .google, .jibjib, .file: return .checkpoint(try start(of: network, classes: classes))
    case .run(let name, let selector): return try snapshot(of: name, selector, classes: classes)
    }
  }

  /// Loads the weights; returns the digest of the file they came from, nil without one.
  ///
  /// - Parameter knownDigest: that digest, where it was computed before.
  ///
  /// What the source does not have, such as a head for other classes, begins at random from the run's seed.
  func load(
    _ start: StartingPoint, into plan: any Plan, knownDigest: Digest? = nil
  ) throws -> Digest? {
    switch start {
    case .seed:
      try plan.initialize(seed: resolved.config.seed)
      return nil
    case .checkpoint(let start):
      do throws(NetError) {
        try start.load(into: plan, seed: resolved.config.seed, optimizer: optimizer)
      } catch {
        throw unusable(error)
      }
      return try knownDigest ?? SHA256.hash(start.source.checkpoint)
    case .snapshot(let snapshot, let details, let hasHead):
      let reader = SnapshotReader(runFolder: try openRegistry().folderPath(of: details.id))
      try plan.initialize(seed: resolved.config.seed)
      if optimizer == .restore {
        _ = try reader.loadState(of: snapshot, into: plan)
      } else {
        let wanted = plan.network.layers[plan.options.firstLayer...].filter {
          hasHead || $0.name.hasPrefix("vggish/")
        }
        try reader.loadValues(of: snapshot, layers: wanted, into: plan)
      }
      return snapshot.values.digest
    }
  }

  /// The checkpoint that the config names, with what the network takes from it.
  private func start(of network: Network, classes: [String]) throws -> CheckpointStart {
    let path = try self.path()
    let source: NetworkCheckpoint
    do throws(NetError) {
      source = NetworkCheckpoint(checkpoint: try Checkpoint(path: path), network: network)
    } catch { throw unusable(error) }
    let problems = source.bodyProblems
    guard problems.isEmpty else {
      throw resolved.error(
        at: "model.checkpoint", found: "\(path) is not this network: " + problems.joined(separator: "; "),
        expected: "every variable of VGGish with its shape and no other")
    }
    let head = try CheckpointHead(source, path: path, classes: classes)
    if model.head == .keep, let reason = head.problems.first {
      throw resolved.error(
        at: "model.head",
        found: "\(path) has no head for these classes: "
          + (head.problems.count == 1 ? reason : head.problems.joined(separator: "; ")),
        expected: "one with the run's \(classes.count) classes and hidden units",
        remedy: "Set model.head to new.")
    }
    let takesHead = model.head != .new && head.problems.isEmpty
    if optimizer == .restore {
      let problems = takesHead ? source.optimizerProblems : ["the head is new"]
      guard problems.isEmpty else {
        throw resolved.error(
          at: "train.optimizer_state",
          found: "\(path) lacks the optimizer's state: " + problems.joined(separator: "; "),
          expected: "moments of every layer that learns, and the step",
          remedy: "Set train.optimizer_state to fresh.")
      }
    }
    return CheckpointStart(source: source, takesHead: takesHead, classOrder: head.order)
  }

  private func path() throws -> String {
    if case .file(let path) = model.checkpoint { return path }
    guard let release = model.checkpoint.release else {
      preconditionFailure("\(model.checkpoint) has no file")
    }
    guard let path = release.path() else {
      throw release.missing(place: resolved.place(of: "model.checkpoint"))
    }
    return path
  }

  private func unusable(_ error: NetError) -> ExperimentError {
    ExperimentError(
      error.code == .missingFile ? .missingFile : .invalidConfig, found: error.found,
      expected: error.expected, place: resolved.place(of: "model.checkpoint"), remedy: error.remedy)
  }

  private func refuseNothingToKeep() throws {
    if model.head == .keep {
      throw resolved.error(
        at: "model.head", found: "model.head is keep, but model.checkpoint is none", expected: "new or auto")
    }
    if optimizer == .restore {
      throw resolved.error(
        at: "train.optimizer_state", found: "train.optimizer_state is restore, but model.checkpoint is none",
        expected: "fresh")
    }
  }

  /// Another run's snapshot; its head is taken if it has the same classes in the same order.
  private func snapshot(
    of name: String, _ selector: SnapshotSelector, classes: [String]
  ) throws -> StartingPoint {
    let registry = try openRegistry()
    let source = try registry.details(of: registry.resolve(name))
    if model.head == .keep, source.classes != classes {
      throw resolved.error(
        at: "model.head",
        found: "run \(source.id) has \(source.classes.count) classes, which are not this run's",
        expected: "the same classes in the same order", remedy: "Set model.head to new.")
    }
    let hasHead = source.classes == classes && model.head != .new
    if optimizer == .restore, !hasHead {
      throw resolved.error(
        at: "train.optimizer_state", found: "the head is new, so that it has no optimizer state",
        expected: "fresh, or a run with the same classes")
    }
    return .snapshot(try registry.snapshot(selector, of: source), of: source, hasHead: hasHead)
  }
}
