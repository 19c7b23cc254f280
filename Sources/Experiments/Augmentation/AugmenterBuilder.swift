internal import Audio
internal import Net

/// Makes an ``Augmenter``: finds the recordings that it needs and has their samples in the cache.
struct AugmenterBuilder {
  /// The config.
  let resolved: ResolvedConfig
  /// How recordings become examples.
  let frontEnd: FrontEnd
  /// Where samples are kept.
  let cache: ExampleCache
  /// How many files are read at once.
  let threads: Int
  /// Asked before each file; true throws ``ExperimentError/Code/interrupted``.
  let isCancelled: @Sendable () -> Bool
  /// Called from several threads, one at a time, as files are done.
  let progress: ExampleCache.Progress

  /// What the config asks for; nil if it varies nothing.
  ///
  /// - Parameters:
  ///   - clips: those that are to be varied, by number and file.
  ///   - count: how many numbers there are.
  ///   - background: the recordings to mix in where the config names no folder.
  /// - Throws: ``ExperimentError``: a recording or the noise can't be used, the cache can't be written, the work was
  ///   interrupted.
  func augmenter(
    clips: [(number: Int, clip: ClipReference)], of count: Int, background: () throws -> [ClipReference]
  ) throws -> Augmenter? {
    let config = resolved.config.augment
    guard config.isActive else { return nil }
    var sound: SoundAugmenter?
    if config.needsSound {
      let samples = try samples(of: clips.map(\.clip))
      if let problem = samples.problems.first {
        throw ExperimentError(
          .invalidData, found: "\(clips[problem.clip].clip): \(problem.reason)",
          expected: "a recording that gives examples")
      }
      sound = SoundAugmenter(
        config: config, hop: frontEnd.hopRows * LogMel.hopLength,
        clips: ClipSamples(samples.store.spread(over: clips.map(\.number), of: count)),
        noise: try config.noise.map { try noise($0, background: background) })
    }
    return Augmenter(
      seed: resolved.config.seed, sound: sound, masks: SpectrogramMasks(config), mixup: Mixup(config))
  }

  private func noise(_ config: NoiseConfig, background: () throws -> [ClipReference]) throws -> NoiseClips {
    let recordings =
      try config.folder.map { folder in
        RecordingList.expand([folder]).files.map { ClipReference(path: $0, span: nil) }
      } ?? background()
    let samples = try samples(of: recordings)
    let unusable = Set(samples.problems.map(\.clip))
    let clips = recordings.indices.filter { !unusable.contains($0) }
    guard !clips.isEmpty else {
      throw resolved.error(
        at: "augment.noise",
        found: recordings.isEmpty
          ? "no recordings to mix in"
          : "none of \(recordings.count) recordings can be used: \(samples.problems.first?.reason ?? "")",
        expected: "a folder with recordings of 0.975 s or more, or clips of data.background that train")
    }
    return NoiseClips(config: config, samples: ClipSamples(samples.store), clips: clips)
  }

  private func samples(of clips: [ClipReference]) throws -> ExampleCache.Result {
    let frontEnd = frontEnd
    return try cache.rows(
      of: clips, kind: .samples, shape: [ClipSamples.rowCount],
      source: "samples-1;16000;pad\(frontEnd.padShort ? 1 : 0);" + Resampler.filterName,
      precision: resolved.config.features.precision, threads: threads, isCancelled: isCancelled,
      progress: progress
    ) { clip in
      do throws(AudioError) {
        return ClipSamples.rows(try frontEnd.samples(ofFile: clip.path, span: clip.span))
      } catch {
        throw ExperimentError(.invalidData, found: error.reason)
      }
    }
  }
}

extension Preparation {
  /// What varies the training examples; nil if the config varies nothing. Throws as ``AugmenterBuilder`` does.
  func augmenter(
    _ examples: LoadedExamples, cache: ExampleCache, isCancelled: @escaping @Sendable () -> Bool,
    progress: @escaping ExampleCache.Progress
  ) throws -> Augmenter? {
    let set = examples.set(.train)
    let clips = (set?.clips ?? []).map { (number: $0, clip: catalogue.reference(to: $0)) }
    return try AugmenterBuilder(
      resolved: resolved, frontEnd: frontEnd, cache: cache, threads: options.threads,
      isCancelled: isCancelled, progress: progress
    ).augmenter(clips: clips, of: catalogue.count) {
      let background = resolved.config.data.background.flatMap { catalogue.classes.firstIndex(of: $0) }
      return zip(clips, set?.labels ?? []).filter { $0.1 == background }.map(\.0.clip)
    }
  }
}
