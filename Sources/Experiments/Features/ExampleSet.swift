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

  /// The number of examples.
  public var count: Int { clipOfExample.count }

  /// The class of an example.
  public func label(of example: Int) -> Int { labels[Int(clipOfExample[example])] }

  /// Copies examples, in the order asked for, into the front of a batch.
  ///
  /// - Parameters:
  ///   - examples: their numbers in this set.
  ///   - values: `[examples.count or more, 96, 64]`; the front is overwritten.
  public func gather(_ examples: some Collection<Int>, into values: inout MutableSpan<Float>) {
    let size = ExampleShard.exampleCount
    for (row, example) in examples.enumerated() {
      let position = Int(clipOfExample[example])
      var part = values._mutatingExtracting((row * size)..<((row + 1) * size))
      store.copy(example: example - firstExample[position], ofClip: clips[position], into: &part)
    }
  }
}
