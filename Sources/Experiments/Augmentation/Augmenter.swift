internal import Audio
internal import Net

/// Varies training examples: what becomes of one follows from seed, epoch and its place in the epoch alone.
///
/// Nothing is kept between examples, so that a resume goes on with the same bits wherever it stopped, at any number of
/// threads.
struct Augmenter: Sendable {
  /// The run's seed.
  let seed: UInt64
  /// What is done to the sound; nil for nothing.
  let sound: SoundAugmenter?
  /// What is masked; nil for nothing.
  let masks: SpectrogramMasks?
  /// How examples are mixed; nil for not.
  let mixup: Mixup?

  /// A batch of an epoch, varied.
  ///
  /// - Parameters:
  ///   - composer: the examples, targets and weights.
  ///   - examples: numbers in the composer's set.
  ///   - first: the place of the first one in the epoch.
  ///   - epoch: the epoch, from 1 on.
  func batch(
    _ composer: BatchComposer, _ examples: ArraySlice<Int>, first: Int, epoch: Int
  ) throws(ExperimentError) -> TrainingBatch {
    let size = Examples.valueCount
    var batch = composer.labels(of: examples)
    batch.input = [Float](repeating: 0, count: examples.count * size)
    var streams = (0..<examples.count).map { stream("example \(first + $0)", epoch: epoch) }
    if let sound {
      for (row, example) in examples.enumerated() {
        let (clip, index) = composer.set.place(of: example)
        let values = try sound.example(index, ofClip: clip, using: &streams[row])
        batch.input.replaceSubrange((row * size)..<((row + 1) * size), with: values)
      }
    } else {
      var span = batch.input.mutableSpan
      try composer.set.gather(examples, into: &span)
    }
    if let mixup {
      var chance = stream("batch at \(first)", epoch: epoch)
      mixup.apply(to: &batch, using: &chance)
    }
    if let masks {
      var span = batch.input.mutableSpan
      for row in streams.indices {
        var part = span._mutatingExtracting((row * size)..<((row + 1) * size))
        masks.apply(to: &part, using: &streams[row])
      }
    }
    return batch
  }

  private func stream(_ purpose: String, epoch: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: "augment \(purpose) of epoch \(epoch)")
  }
}
