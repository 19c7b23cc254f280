/// The examples of a catalogue's clips, where the cache has them.
public final class ExampleStore: Sendable {
  /// Where a clip's examples are.
  struct Location: Hashable, Sendable {
    var shard: Int
    var first: Int
    var count: Int
  }

  private let shards: [ExampleShard]
  private let locations: [Location?]

  init(shards: [ExampleShard], locations: [Location?]) {
    self.shards = shards
    self.locations = locations
  }

  /// The same examples under other clip numbers: clip `i` becomes `numbers[i]` of `count`; the rest have none.
  func spread(over numbers: [Int], of count: Int) -> ExampleStore {
    var spread = [Location?](repeating: nil, count: count)
    for (location, number) in zip(locations, numbers) { spread[number] = location }
    return ExampleStore(shards: shards, locations: spread)
  }

  /// Clips, with or without examples.
  public var clipCount: Int { locations.count }

  /// The number of examples of a clip; 0 for one that could not be read.
  public func exampleCount(ofClip clip: Int) -> Int { locations[clip]?.count ?? 0 }

  /// Copies one example of a clip.
  ///
  /// - Parameters:
  ///   - example: its index within the clip.
  ///   - clip: the clip's index in the catalogue.
  ///   - values: overwritten; 96 · 64 values.
  public func copy(example: Int, ofClip clip: Int, into values: inout MutableSpan<Float>) {
    guard let location = locations[clip], example < location.count else {
      preconditionFailure("example \(example) of clip \(clip), which has \(exampleCount(ofClip: clip))")
    }
    shards[location.shard].copy(location.first + example, into: &values)
  }
}
