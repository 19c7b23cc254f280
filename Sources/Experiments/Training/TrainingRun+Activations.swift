internal import Audio
internal import Net

extension TrainingRun {
  /// What a run trains with: the whole network on examples or, where they are kept, what lies behind the frozen layers on
  /// their outputs.
  ///
  /// - Parameter handle: where times and warnings are recorded; nil for nowhere.
  /// - Throws: ``ExperimentError/Code/interrupted`` if a stop was asked for while they were computed.
  func trainingInput(
    _ preparation: Preparation, _ examples: LoadedExamples, network: CompiledNetwork, handle: RunHandle?,
    observe: (RunEvent) -> Void
  ) throws -> TrainingInput {
    if let activations = network.activations {
      return TrainingInput(plan: network.whole, examples: activations)
    }
    guard let parts = network.parts else {
      if examples.augmenter != nil, !network.whole.network.frozenPrefix.isEmpty {
        observe(.note("activation cache: off, augment varies the examples in every epoch"))
      }
      return TrainingInput(plan: network.whole, examples: examples)
    }
    let begin = ContinuousClock.now
    let config = preparation.resolved.config
    let source = try ActivationSource(
      prefix: parts.prefix, engine: preparation.engine.name,
      examples: "\(preparation.frontEnd.fingerprint) \(config.features.precision.rawValue)")
    let cache = ActivationCache(
      folder: cache.folder, limit: config.cache.limitByteCount,
      format: ShardFormat(
        rowShape: [parts.suffix.inputCount], precision: config.cache.precision, source: source.text),
      threads: preparation.options.threads, isCancelled: isCancelled)
    let outcome = try cache.activations(
      of: examples, prefix: parts.prefix, note: { observe(.note($0)) },
      progress: { observe(.activations(done: $0, total: $1)) })
    try handle?.recordTiming("activations", seconds: (ContinuousClock.now - begin).seconds)
    switch outcome {
    case .cached(let activations): return TrainingInput(plan: parts.suffix, examples: activations)
    case .refused(let reason):
      let warning = "trained without the activation cache: " + reason
      observe(.warning(warning))
      try handle?.recordWarning(warning)
      return TrainingInput(plan: parts, examples: examples)
    }
  }
}
