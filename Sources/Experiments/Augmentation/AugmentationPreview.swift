public import Audio

/// What a config's augmentation makes of one recording: its examples as they are, and as they come out in several epochs.
///
/// Mixup takes the other examples of the recording for partners.
public struct AugmentationPreview {
  private let augmenter: Augmenter
  private let composer: BatchComposer

  /// A preview.
  ///
  /// - Parameters:
  ///   - resolved: the config, with `augment`.
  ///   - file: the recording.
  ///   - cache: where examples and samples are kept.
  ///   - isCancelled: asked before each file; true throws ``ExperimentError/Code/interrupted``.
  /// - Throws: ``ExperimentError`` for a config that varies nothing, a recording without examples, or noise that can't be
  ///   used.
  public init(
    _ resolved: ResolvedConfig, file: String, cache: ExampleCache,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws {
    let config = resolved.config
    let frontEnd = try config.features.frontEnd()
    let result = try cache.examples(
      of: [file], frontEnd: frontEnd.fingerprint, precision: config.features.precision, threads: 1,
      isCancelled: isCancelled
    ) { path in
      do throws(AudioError) { return try frontEnd.examples(ofFile: path).values } catch {
        throw ExperimentError(.invalidData, found: error.reason)
      }
    }
    if let problem = result.problems.first {
      throw ExperimentError(.invalidData, found: "\(file): \(problem.reason)")
    }
    let builder = AugmenterBuilder(
      resolved: resolved, frontEnd: frontEnd, cache: cache, threads: config.compute.threadCount,
      isCancelled: isCancelled, progress: { _, _ in })
    let made = try builder.augmenter(clips: [(0, ClipReference(path: file, span: nil))], of: 1) {
      guard let name = config.data.background else {
        throw resolved.error(
          at: "augment.noise", found: "augment.noise without a folder, and no data.background",
          expected: "augment.noise.folder with recordings")
      }
      let catalogue = try Catalogue.scan(config.data)
      return catalogue.classes.firstIndex(of: name)
        .map { catalogue.clips(ofClass: $0).map { catalogue.reference(to: $0) } } ?? []
    }
    guard let augmenter = made else {
      throw resolved.error(
        at: "augment", found: "augment varies nothing", expected: "a setting that is not off",
        remedy: "Write augment: {time_masks: 2, frequency_masks: 2}, or --set augment.mixup=0.3")
    }
    self.augmenter = augmenter
    composer = BatchComposer(
      set: ExampleSet(clips: [0], of: result.store) { _ in 0 }, classCount: 1, classWeights: nil)
  }

  /// The examples as validation and test see them.
  public func original() throws(ExperimentError) -> Examples {
    var values = [Float](repeating: 0, count: composer.set.count * Examples.valueCount)
    var span = values.mutableSpan
    try composer.set.gather(0..<composer.set.count, into: &span)
    return Examples(values: values)
  }

  /// The examples as they come out in an epoch.
  ///
  /// - Parameter epoch: from 1 on.
  public func variant(_ epoch: Int) throws(ExperimentError) -> Examples {
    let all = Array(0..<composer.set.count)
    return Examples(values: try augmenter.batch(composer, all[...], first: 0, epoch: epoch).input)
  }
}
