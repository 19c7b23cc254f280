/// The examples of a catalogue's clips, where the cache has them: log-mel, or what frozen layers make of it.
public final class ExampleStore: Sendable {
  /// Where a clip's examples are.
  struct Location: Hashable, Sendable {
    var shard: Int
    var first: Int
    var count: Int
  }

  /// Values of one example.
  public let valueCount: Int
  private let shards: [CacheShard]
  private let locations: [Location?]
  /// Keeps the folder from being pruned as long as the store lives.
  private let lease: CacheLease?

  init(valueCount: Int, shards: [CacheShard], locations: [Location?], lease: CacheLease? = nil) {
    self.valueCount = valueCount
    self.shards = shards
    self.locations = locations
    self.lease = lease
  }

  /// The same examples under other clip numbers: clip `i` becomes `numbers[i]` of `count`; the rest have none.
  func spread(over numbers: [Int], of count: Int) -> ExampleStore {
    var spread = [Location?](repeating: nil, count: count)
    for (location, number) in zip(locations, numbers) { spread[number] = location }
    return ExampleStore(valueCount: valueCount, shards: shards, locations: spread, lease: lease)
  }

  /// Clips, with or without examples.
  public var clipCount: Int { locations.count }

  /// The number of examples of a clip; 0 for one that could not be read.
  public func exampleCount(ofClip clip: Int) -> Int { locations[clip]?.count ?? 0 }

  /// Where an example is: the shard above, the row in it in the lower 32 bits.
  struct Place: Sendable, Hashable {
    fileprivate let word: UInt64
  }

  /// Where one example of a clip is.
  ///
  /// - Parameters:
  ///   - example: its index within the clip.
  ///   - clip: the clip's index in the catalogue.
  func place(ofExample example: Int, ofClip clip: Int) -> Place {
    guard let location = locations[clip], example < location.count else {
      preconditionFailure("example \(example) of clip \(clip), which has \(exampleCount(ofClip: clip))")
    }
    return Place(word: UInt64(location.shard) << 32 | UInt64(location.first + example))
  }

  /// Copies an example.
  ///
  /// - Parameter values: overwritten; ``valueCount`` values.
  /// - Throws: ``ExperimentError/Code/invalidData`` if its bytes are no longer those that were written.
  func copy(_ place: Place, into values: inout MutableSpan<Float>) throws(ExperimentError) {
    try shards[Int(place.word >> 32)].copy(Int(place.word & 0xffff_ffff), into: &values)
  }

  /// Asks for an example to be near when it is copied; returns at once.
  func prefetch(_ place: Place) { shards[Int(place.word >> 32)].prefetch(Int(place.word & 0xffff_ffff)) }
}
