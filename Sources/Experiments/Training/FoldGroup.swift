/// Cross-validation: one ordinary run a fold, all with the tag that names the group.
public struct FoldGroup: Sendable {
  /// A fold and what its run differs in from the others.
  public struct Member: Sendable, Hashable {
    /// The fold that tests.
    public var fold: String
    /// Overrides that make the config that of the fold.
    public var overrides: [String]
  }

  /// What there is to do for a fold.
  public enum State: Sendable, Hashable {
    /// No run of the group tests this fold.
    case missing
    /// Its run stopped before its end.
    case stopped(RunID)
    /// Its run is finished.
    case finished(RunID)
  }

  /// The tag of its runs.
  public let name: String
  /// The folds, in order.
  public let members: [Member]

  /// The group of all folds of a config.
  ///
  /// A fold that validates moves along, as far behind the one that tests as in the config.
  ///
  /// - Parameters:
  ///   - resolved: the config, with `data.split.folds`.
  ///   - name: the tag; nil for `<config's name>-folds`.
  ///   - chosen: the folds to run; nil for all.
  /// - Throws: ``ExperimentError`` for a config without folds, or a fold that is none.
  public init(_ resolved: ResolvedConfig, name: String? = nil, choosing chosen: [String]? = nil)
    throws(ExperimentError)
  {
    let config = resolved.config
    self.name = name ?? config.name + "-folds"
    let folds: [String]
    let test: String
    var validation: String?
    switch config.data.split {
    case .folds(let count, let fold, let other):
      (folds, test) = ((1...count).map(String.init), String(fold))
      if case .fold(let fold) = other { validation = String(fold) }
    case .foldsByPattern(let pattern, let fold, let other):
      let catalogue = try Catalogue.scan(config.data)
      (folds, test) = (try Folds(naming: catalogue, by: FoldPattern(pattern)).names, fold)
      if case .fold(let fold) = other { validation = fold }
    case .random, .manifest, .column:
      throw resolved.error(
        at: "data.split", found: "a split without folds", expected: "data.split.folds to run them all",
        remedy: "Write split: {folds: {count: 5, test: 1}, validation: 0.1}")
    }
    if let unknown = chosen?.first(where: { !folds.contains($0) }) {
      throw ExperimentError(
        .invalidConfig, found: "there is no fold '\(unknown)'",
        expected: "all, or some of " + folds.joined(separator: ", "))
    }
    let offset = validation.flatMap { folds.firstIndex(of: $0) }.flatMap { index in
      folds.firstIndex(of: test).map { index - $0 }
    }
    members = folds.enumerated().filter { chosen?.contains($0.element) ?? true }.map { index, fold in
      var overrides = ["name=\(Self.runName(config.name, fold))", "data.split.folds.test=\(fold)"]
      if let offset {
        let other = folds[((index + offset) % folds.count + folds.count) % folds.count]
        overrides.append("data.split.folds.validation=\(other)")
      }
      return Member(fold: fold, overrides: overrides)
    }
  }

  /// What the registry has of a fold.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` if the group's run of the fold has other settings,
  ///   ``ExperimentError/Code/registry`` if a process works on it.
  public func state(
    of member: Member, _ resolved: ResolvedConfig, in registry: Registry
  ) throws -> State {
    let key = "data.split.folds.test"
    for run in try registry.runs() where run.tags.contains(name) {
      let details = try registry.details(of: run.id)
      let values = details.configValues.map { ConfigEntry(key: $0.key, value: $0.value) }
      guard values.first(where: { $0.key == key })?.value == member.fold else { continue }
      try requireSame(values, resolved, run.id)
      switch run.status {
      case .finished: return .finished(run.id)
      case .interrupted, .crashed, .failed: return .stopped(run.id)
      case .running:
        throw ExperimentError(
          .registry, found: "run \(run.id) of fold \(member.fold) is being worked on",
          expected: "one that has ended", remedy: "Wait for it, or stop it first.")
      }
    }
    return .missing
  }

  /// Refuses a run whose settings are not those of the group's config.
  private func requireSame(
    _ values: [ConfigEntry], _ resolved: ResolvedConfig, _ id: RunID
  ) throws(ExperimentError) {
    let ignored = ["name", "data.split.folds.test", "data.split.folds.validation"]
    let differences = ConfigDifference.between([values, resolved.config.flattened]).filter {
      !ignored.contains($0.key) && !$0.key.hasPrefix("compute.") && $0.values[0] != nil
    }
    guard let first = differences.first else { return }
    throw ExperimentError(
      .invalidConfig,
      found: "the group '\(name)' has run \(id) with \(first.key) \(first.values[0] ?? "–")",
      expected: first.values[1] ?? "no such key",
      remedy: "Name another group with --group, or go on with the settings that this one began with.")
  }

  private static func runName(_ name: String, _ fold: String) -> String {
    let suffix = "-fold" + RunConfig.defaultName(forFile: fold).prefix(16)
    return String(name.prefix(64 - suffix.count)) + suffix
  }
}
