internal import Net

/// The examples of one split, numbered clip by clip, with the class of each.
public struct ExampleSet: Sendable {
  /// The clips that have examples, as indices in the catalogue, ascending.
  public let clips: [Int]
  /// The class of each clip in ``clips``.
  public let labels: [Int]
  /// The position in ``clips`` of each example's clip.
  public let clipOfExample: [Int32]
  private let firstExample: [Int]
  private let store: ExampleStore

  /// The examples of some clips; clips without any are left out.
  ///
  /// - Parameters:
  ///   - clips: indices in the catalogue.
  ///   - store: where their examples are.
  ///   - label: the class of a clip.
  public init(clips: [Int], of store: ExampleStore, label: (Int) -> Int) {
    self.store = store
    self.clips = clips.filter { store.exampleCount(ofClip: $0) > 0 }
    labels = self.clips.map(label)
    var firstExample: [Int] = []
    var clipOfExample: [Int32] = []
    for (position, clip) in self.clips.enumerated() {
      firstExample.append(clipOfExample.count)
      let position = Int32(position)
      clipOfExample.append(contentsOf: repeatElement(position, count: store.exampleCount(ofClip: clip)))
    }
    self.firstExample = firstExample
    self.clipOfExample = clipOfExample
  }

  /// The same examples, numbered alike, with other values: what frozen layers make of them.
  ///
  /// Precondition: the other store has as many examples of each clip.
  func withValues(of other: ExampleStore) -> ExampleSet {
    let set = ExampleSet(clips: clips, of: other) { _ in 0 }
    precondition(
      set.clipOfExample == clipOfExample, "\(set.count) examples in place of \(count)")
    return ExampleSet(
      clips: clips, labels: labels, clipOfExample: clipOfExample, firstExample: firstExample, store: other)
  }

  private init(
    clips: [Int], labels: [Int], clipOfExample: [Int32], firstExample: [Int], store: ExampleStore
  ) {
    self.clips = clips
    self.labels = labels
    self.clipOfExample = clipOfExample
    self.firstExample = firstExample
    self.store = store
  }

  /// Values of one example: 96 · 64, or those of a layer's output.
  public var valueCount: Int { store.valueCount }

  /// The number of examples.
  public var count: Int { clipOfExample.count }

  /// The class of an example.
  public func label(of example: Int) -> Int { labels[Int(clipOfExample[example])] }

  /// The numbers of the examples of a clip, by its position in ``clips``.
  func examples(ofClipAt position: Int) -> Range<Int> {
    let end = position + 1 < clips.count ? firstExample[position + 1] : count
    return firstExample[position]..<end
  }

  /// Copies examples, in the order asked for, into the front of a batch.
  ///
  /// - Parameters:
  ///   - examples: their numbers in this set.
  ///   - values: `[examples.count or more, valueCount]`; the front is overwritten.
  /// - Throws: ``ExperimentError/Code/invalidData`` if the cache has been damaged since it was opened.
  public func gather(
    _ examples: some Collection<Int>, into values: inout MutableSpan<Float>
  ) throws(ExperimentError) {
    let size = valueCount
    var row = 0
    for example in examples {
      let position = Int(clipOfExample[example])
      var part = values._mutatingExtracting((row * size)..<((row + 1) * size))
      try store.copy(example: example - firstExample[position], ofClip: clips[position], into: &part)
      row += 1
    }
  }

  /// Asks the system to have examples in memory soon, such as the next batch's; returns at once.
  ///
  /// Only for examples of some pages: smaller ones cost less to wait for than to ask for.
  public func prefetch(_ examples: some Collection<Int>) {
    guard valueCount >= Self.smallestPrefetchedCount else { return }
    for example in examples {
      let position = Int(clipOfExample[example])
      store.prefetch(example: example - firstExample[position], ofClip: clips[position])
    }
  }

  private static let smallestPrefetchedCount = 2048
}
