import Testing

@testable import Experiments

@Suite("ExampleSet")
struct ExampleSetTests {
  /// Clips 0, 2, 3 and 5 of a catalogue of six; clip 2 gave no examples.
  private static func set() throws -> ExampleSet {
    let bench = try CacheBench()
    let paths = try bench.write([
      ("a.wav", [10, 11]), ("b.wav", Array("!silent".utf8)), ("c.wav", [20]), ("d.wav", [30, 31, 32]),
    ])
    let store = try bench.examples(of: paths).result.store.spread(over: [0, 2, 3, 5], of: 6)
    return ExampleSet(clips: [0, 2, 3, 5], of: store) { $0 * 7 }
  }

  @Test("numbers examples clip by clip and leaves out clips without any")
  func numbering() throws {
    let set = try Self.set()
    #expect(set.count == 6)
    #expect(set.clips == [0, 3, 5])
    #expect(set.labels == [0, 21, 35])
    #expect(set.clipOfExample == [0, 0, 1, 2, 2, 2])
    #expect((0..<6).map { set.label(of: $0) } == [0, 0, 21, 35, 35, 35])
  }

  @Test("gathers examples in the order asked for, repeated ones too, and touches nothing behind them")
  func gathering() throws {
    let set = try Self.set()
    let order = [5, 0, 2, 5, 1]
    var values = [Float](repeating: -1, count: 6 * CountingComputation.exampleCount)
    var span = values.mutableSpan
    try set.gather(order, into: &span)
    let expected = CountingComputation.values([32, 10, 20, 32, 11])
    #expect(Array(values.prefix(expected.count)) == expected)
    #expect(values.dropFirst(expected.count).allSatisfy { $0 == -1 })
  }

  @Test("is empty for no clips, and for clips without examples")
  func empty() throws {
    let set = try Self.set()
    #expect(set.count > 0)
    let store = ExampleStore(valueCount: 1, shards: [], locations: [nil, nil])
    #expect(ExampleSet(clips: [0, 1], of: store) { $0 }.count == 0)
    #expect(ExampleSet(clips: [], of: store) { $0 }.count == 0)
  }
}
