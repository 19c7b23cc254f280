internal import Foundation
internal import Metrics
internal import Net

/// Evaluates snapshots of recorded runs, on their own splits or on other recordings, and records the outcome.
public struct RunEvaluation {
  /// Where the runs are recorded.
  public let registry: Registry
  /// Where examples are kept.
  public let cache: ExampleCache
  /// Engine and threads.
  public let compute: ComputeConfig
  /// Asked between two steps.
  public let isCancelled: @Sendable () -> Bool
  /// Told what happens.
  public let observe: @Sendable (RunEvent) -> Void

  /// What evaluates runs of a registry.
  public init(
    registry: Registry, cache: ExampleCache, compute: ComputeConfig,
    isCancelled: @escaping @Sendable () -> Bool, observe: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.registry = registry
    self.cache = cache
    self.compute = compute
    self.isCancelled = isCancelled
    self.observe = observe
  }

  /// Evaluates a snapshot on a split of the run's own data.
  ///
  /// - Throws: ``ExperimentError`` if the split has no clips, the data changed since the run, or a file is damaged.
  public func evaluate(_ id: RunID, split: Split, snapshot: SnapshotSelector = .best) throws
    -> EvaluationRecord
  {
    let details = try registry.details(of: id)
    let resumption = RunResumption(registry: registry, details: details)
    let preparation = try resumption.preparation(overrides: compute.overrides)
    guard preparation.split.count(of: split) > 0 else {
      let present = Split.allCases.filter { preparation.split.count(of: $0) > 0 }.map(\.rawValue)
      throw ExperimentError(
        .invalidData, found: "run \(id) has no \(split.rawValue) split",
        expected: present.joined(separator: " or "))
    }
    let observe = observe
    let examples = try preparation.loadExamples(cache: cache, isCancelled: isCancelled) { done, total in
      observe(.features(done: done, total: total))
    }
    try resumption.requireSameData(DataList(preparation, contents: examples.contents))
    guard let set = examples.set(split) else {
      throw ExperimentError(.invalidData, found: "no clip of the \(split.rawValue) split can be read")
    }
    return try evaluate(
      id, set: set, catalogue: preparation.catalogue, contents: examples.contents, target: .split(split),
      snapshot: snapshot)
  }

  /// Evaluates a snapshot on another data folder, `<folder>/<class>/<clip>`, or the clips that a manifest (`.csv`) names, with
  /// classes matched by name.
  ///
  /// Clips of classes that the run doesn't know are left out and reported as a warning, as are unreadable ones.
  ///
  /// - Throws: ``ExperimentError`` if no class of the folder is known or no clip can be read.
  public func evaluate(_ id: RunID, folder: String, snapshot: SnapshotSelector = .best) throws
    -> EvaluationRecord
  {
    let details = try registry.details(of: id)
    let config = try registry.config(of: details).config
    let catalogue =
      folder.lowercased().hasSuffix(".csv")
      ? try ClipManifest(path: folder, allowsOutsidePaths: config.data.outsidePaths)
        .catalogue(recordingPattern: config.data.recording)
      : try Catalogue.list(folder: folder, recordingPattern: config.data.recording)
    let numbers = Dictionary(uniqueKeysWithValues: zip(details.classes, details.classes.indices))
    let unknown = catalogue.classes.filter { numbers[$0] == nil }
    guard unknown.count < catalogue.classes.count else {
      throw ExperimentError(
        .invalidData,
        found: "no class in \(folder) is one of run \(id)"
          + (unknown.isEmpty ? "" : ": " + unknown.prefix(5).joined(separator: ", ")),
        expected: "folders named like its classes: " + details.classes.prefix(5).joined(separator: ", ")
          + " …")
    }
    if !unknown.isEmpty {
      observe(
        .warning(
          "\(unknown.count) classes are unknown to the run and left out: " + unknown.joined(separator: ", ")))
    }
    // The run's numbers of a clip's classes, as far as it knows them.
    func labels(of clip: Int) -> [Int] {
      catalogue.labels(of: clip).compactMap { numbers[catalogue.classes[$0]] }.sorted()
    }
    let clips = (0..<catalogue.count).filter { !labels(of: $0).isEmpty }
    let observe = observe
    let loaded = try catalogue.loadExamples(
      of: clips, frontEnd: config.features.frontEnd(), cache: cache, threads: compute.threadCount,
      isCancelled: isCancelled
    ) { done, total in observe(.features(done: done, total: total)) }
    for problem in loaded.skipped { observe(.warning("\(problem.path): \(problem.reason)")) }
    let set = ExampleSet(
      clips: clips, of: loaded.store, label: { labels(of: $0)[0] },
      labelSets: { clips in
        catalogue.isMultiLabel
          ? try? LabelSets(clips.map { labels(of: $0) }, classCount: details.classes.count) : nil
      })
    guard set.count > 0 else {
      throw ExperimentError(
        .invalidData, found: "no clip in \(folder) can be read", expected: "at least one",
        remedy: "jx data check '\(folder)' lists every file and its reason")
    }
    return try evaluate(
      id, set: set, catalogue: catalogue, contents: loaded.contents, target: .folder(folder),
      snapshot: snapshot)
  }

  private func evaluate(
    _ id: RunID, set: ExampleSet, catalogue: Catalogue, contents: [Digest?], target: EvaluationTarget,
    snapshot: SnapshotSelector
  ) throws -> EvaluationRecord {
    let started = Date.now
    let classifier = try Classifier(of: id, in: registry, snapshot: snapshot, compute: compute)
    if let note = classifier.engineNote { observe(.warning(note)) }
    let evaluator = Evaluator(
      loss: classifier.loss, classes: classifier.classes, aggregation: classifier.decision.aggregation,
      background: classifier.background,
      multiLabelRule: MultiLabelRule(classifier.decision, classCount: classifier.classes.count),
      catalogue: catalogue, contents: contents)
    let scores = try evaluator.scores(of: set, by: classifier.plan, isCancelled: isCancelled) { done in
      observe(.evaluating(target, done: done, total: set.count))
    }
    var record = try evaluator.record(
      scores, target: target, snapshot: classifier.snapshot.position, started: started,
      runFolder: registry.folderPath(of: id))
    record.number = try registry.recordEvaluation(record, of: id)
    return record
  }
}
