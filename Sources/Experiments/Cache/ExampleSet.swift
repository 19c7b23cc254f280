public import Metrics
internal import Net

/// The examples of one split, numbered clip by clip, with the class of each.
public struct ExampleSet: Sendable {
  /// The clips that have examples, as indices in the catalogue, ascending.
  public let clips: [Int]
  /// The class of each clip in ``clips``; of several, the first.
  public let labels: [Int]
  /// All classes of each clip in ``clips``; nil where each has one.
  public let labelSets: LabelSets?
  /// The position in ``clips`` of each example's clip.
  public let clipOfExample: [Int32]
  /// Where each example is: one look-up in no order, instead of one in each table on the way.
  private let places: [ExampleStore.Place]
  private let firstExample: [Int]
  let store: ExampleStore

  /// The examples of some clips; clips without any are left out.
  ///
  /// - Parameters:
  ///   - clips: indices in the catalogue.
  ///   - store: where their examples are.
  ///   - label: the class of a clip; of several, the first.
  ///   - labelSets: given the clips that are left, all classes of each; nil where each has one.
  public init(
    clips: [Int], of store: ExampleStore, label: (Int) -> Int, labelSets: ([Int]) -> LabelSets? = { _ in nil }
  ) {
    self.store = store
    self.clips = clips.filter { store.exampleCount(ofClip: $0) > 0 }
    labels = self.clips.map(label)
    self.labelSets = labelSets(self.clips)
    var firstExample: [Int] = []
    var clipOfExample: [Int32] = []
    var places: [ExampleStore.Place] = []
    for (position, clip) in self.clips.enumerated() {
      firstExample.append(clipOfExample.count)
      for example in 0..<store.exampleCount(ofClip: clip) {
        clipOfExample.append(Int32(position))
        places.append(store.place(ofExample: example, ofClip: clip))
      }
    }
    self.places = places
    self.firstExample = firstExample
    self.clipOfExample = clipOfExample
  }

  /// The same examples, numbered alike, with other values: what frozen layers make of them.
  ///
  /// Precondition: the other store has as many examples of each clip.
  func withValues(of other: ExampleStore) -> ExampleSet {
    let labels = Dictionary(uniqueKeysWithValues: zip(clips, labels))
    let set = ExampleSet(
      clips: clips, of: other, label: { labels[$0] ?? 0 }, labelSets: { _ in self.labelSets })
    precondition(set.clipOfExample == clipOfExample, "\(set.count) examples in place of \(count)")
    return set
  }

  /// Values of one example: 96 · 64, or those of a layer's output.
  public var valueCount: Int { store.valueCount }

  /// The number of examples.
  public var count: Int { clipOfExample.count }

  /// The class of an example.
  public func label(of example: Int) -> Int { labels[Int(clipOfExample[example])] }

  /// All classes of an example.
  func labels(of example: Int) -> [Int] {
    labelSets.map { Array($0[Int(clipOfExample[example])]) } ?? [label(of: example)]
  }

  /// The clip of an example, as index in the catalogue, and its place among the clip's examples.
  func place(of example: Int) -> (clip: Int, index: Int) {
    let position = Int(clipOfExample[example])
    return (clips[position], example - firstExample[position])
  }

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
      var part = values._mutatingExtracting((row * size)..<((row + 1) * size))
      try store.copy(places[example], into: &part)
      row += 1
    }
  }

  /// Asks for examples to be near when they are gathered, such as the next batch's; returns at once.
  public func prefetch(_ examples: some Collection<Int>) {
    for example in examples { store.prefetch(places[example]) }
  }
}
