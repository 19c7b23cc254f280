internal import Audio
internal import Net

/// The examples of a prepared run's recordings, by split.
public struct LoadedExamples: Sendable {
  /// The examples of each split that has any.
  public let sets: [Split: ExampleSet]
  /// Clips that gave no examples, with the reason.
  public let skipped: [FileProblem]
  /// The digest of each clip's file in the catalogue's order; nil where it could not be read.
  public let contents: [Digest?]
  /// What the cache had to say: shards that were damaged and computed again.
  public let notes: [String]
  /// What varies the training examples; nil for nothing.
  var augmenter: Augmenter?

  /// The examples of a split; nil if it has none.
  public func set(_ split: Split) -> ExampleSet? { sets[split] }

  /// The same examples with the values of another store.
  func replacing(by store: ExampleStore) -> LoadedExamples {
    LoadedExamples(
      sets: sets.mapValues { $0.withValues(of: store) }, skipped: skipped, contents: contents, notes: notes)
  }
}

extension Preparation {
  /// Takes the examples of all clips in use from the cache, computing those that it lacks.
  ///
  /// A file that can't be read is listed in the result and does not stop the run, unless it leaves a class without
  /// training examples.
  ///
  /// - Parameters:
  ///   - cache: where examples are kept.
  ///   - isCancelled: asked before each file.
  ///   - progress: called from several threads, one at a time, as files are done.
  /// - Throws: ``ExperimentError``: the cache can't be written, the work was interrupted, or a class has no training
  ///   example left.
  public func loadExamples(
    cache: ExampleCache, isCancelled: @escaping @Sendable () -> Bool,
    progress: @escaping ExampleCache.Progress
  ) throws -> LoadedExamples {
    let clips = (0..<catalogue.count).filter { split[$0] != nil }
    let loaded = try catalogue.loadExamples(
      of: clips, frontEnd: frontEnd, precision: resolved.config.features.precision, cache: cache,
      threads: options.threads, isCancelled: isCancelled, progress: progress)
    var sets: [Split: ExampleSet] = [:]
    for part in Split.allCases {
      let set = ExampleSet(
        clips: split.clips(in: part), of: loaded.store, label: { catalogue.classIndex(of: $0) },
        labelSets: { catalogue.labelSets(of: $0) })
      if set.count > 0 { sets[part] = set }
    }
    try requireTrainingExamples(sets[.train], skipped: loaded.skipped)
    return LoadedExamples(
      sets: sets, skipped: loaded.skipped, contents: loaded.contents, notes: loaded.notes)
  }

  private func requireTrainingExamples(_ set: ExampleSet?, skipped: [FileProblem]) throws(ExperimentError) {
    var isPresent = [Bool](repeating: false, count: catalogue.classes.count)
    for clip in set?.clips ?? [] {
      for label in catalogue.labels(of: clip) { isPresent[label] = true }
    }
    let empty = catalogue.classes.indices.filter { !isPresent[$0] }.map { catalogue.classes[$0] }
    guard let first = empty.first else { return }
    let others = empty.count > 1 ? " (and \(empty.count - 1) more)" : ""
    let reasons = skipped.prefix(3).map { "\($0.path): \($0.reason)" }.joined(separator: "\n  ")
    throw ExperimentError(
      .invalidData,
      found: "the class '\(first)'\(others) has no training example: \(skipped.count) files gave none"
        + (reasons.isEmpty ? "" : "\n  " + reasons),
      expected: "at least one readable training clip in every class", place: catalogue.place,
      remedy: "Repair or add clips; `jx data check '\(catalogue.place)'` lists every file and its reason.")
  }
}
