import Foundation
import Glibc
import Synchronization
import Testing

@testable import Experiments

@Suite("A damaged or shared ExampleCache")
struct ExampleCacheDamageTests {
  /// What can become of a shard on a bad disk.
  enum Damage: CaseIterable {
    case flippedIndex, flippedHeader, truncated, cutInHeader, empty, foreignText

    func apply(to bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      switch self {
      case .flippedIndex: bytes[bytes.count - 10] ^= 0x10
      case .flippedHeader: bytes[40] ^= 0x01
      case .truncated: bytes.removeLast(64)
      case .cutInHeader: bytes.removeLast(bytes.count - 30)
      case .empty: bytes = []
      case .foreignText: bytes = Array("no shard at all".utf8)
      }
      return bytes
    }
  }

  @Test("removes a damaged shard, says so, and computes its examples again", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    let bench = try CacheBench()
    let first = try bench.write([("a.wav", [1, 2]), ("b.wav", [3])])
    let second = try bench.write([("c.wav", [4])])
    _ = try bench.examples(of: first)
    let shard = try #require(bench.shards.first)
    _ = try bench.examples(of: second)
    #expect(bench.shards.count == 2)
    let whole = [UInt8](try Data(contentsOf: URL(filePath: shard)))
    try Data(damage.apply(to: whole)).write(to: URL(filePath: shard))

    let (result, computed) = try bench.examples(of: first + second)
    #expect(computed == ["a.wav", "b.wav"])
    #expect(result.damagedShards.count == 1)
    #expect(try #require(result.damagedShards.first).contains(shard))
    #expect((0..<3).map { result.store.numbers(ofClip: $0) } == [[1, 2], [3], [4]])
    #expect(!bench.shards.contains(shard))

    let again = try bench.examples(of: first + second)
    #expect(again.computed.isEmpty && again.result.damagedShards.isEmpty)
  }

  @Test("says which shard a damaged example was in when it is read, and computes it again the next time")
  func damagedExample() throws {
    let bench = try CacheBench()
    let paths = try bench.write([("a.wav", [1, 2]), ("b.wav", [3])])
    _ = try bench.examples(of: paths)
    let shard = try #require(bench.shards.first)
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: shard)))
    bytes[bytes.count - 30_000] ^= 0x10
    try Data(bytes).write(to: URL(filePath: shard))
    let (result, computed) = try bench.examples(of: paths)
    #expect(computed.isEmpty)
    let set = ExampleSet(clips: [0, 1], of: result.store) { $0 }
    var values = [Float](repeating: 0, count: 3 * set.valueCount)
    var span = values.mutableSpan
    let error = try #require(throws: ExperimentError.self) { try set.gather(0..<3, into: &span) }
    #expect(error.code == .invalidData && error.place == shard, "\(error)")
    let again = try bench.examples(of: paths)
    #expect(again.computed.count == 2)
    #expect((0..<2).map { again.result.store.numbers(ofClip: $0) } == [[1, 2], [3]])
  }

  @Test("leaves a shard alone that it can't open for want of permission")
  func unreadable() async throws {
    let bench = try CacheBench()
    let paths = try bench.write([("a.wav", [1, 2])])
    _ = try bench.examples(of: paths)
    let shard = try #require(bench.shards.first)
    let shardFolder = FilePath.folder(of: shard)
    unsafe chmod(shard, 0o000)
    for folder in [shardFolder, bench.cache.folder, bench.cache.folder + "/examples"] {
      unsafe chmod(folder, 0o777)
    }
    await #expect(processExitsWith: .success) {
      [folder = bench.folder.path as String, cache = bench.cache.folder as String] in
      if geteuid() == 0 { try #require(setuid(65534) == 0) }
      let result = try ExampleCache(folder: cache).examples(
        of: [folder + "/a.wav"], frontEnd: CacheBench.frontEnd, threads: 1
      ) { try CountingComputation()($0) }
      #expect(result.store.numbers(ofClip: 0) == [1, 2])
    }
    #expect(bench.shards.contains(shard))
  }

  @Test("four builds at once, in threads, get the same examples, and compute each once")
  func threads() async throws {
    let bench = try CacheBench()
    let paths = try bench.write((0..<12).map { ("\($0).wav", [UInt8($0), UInt8($0 + 100)]) })
    let results = try await withThrowingTaskGroup(of: (numbers: [[UInt8]?], computed: [String]).self) {
      group in
      for _ in 0..<4 {
        group.addTask {
          let (result, computed) = try bench.examples(of: paths)
          return (paths.indices.map { result.store.numbers(ofClip: $0) }, computed)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.flatMap(\.computed).count == 12)
    #expect(
      results.map(\.numbers)
        == [[[UInt8]?]](repeating: (0..<12).map { [UInt8($0), UInt8($0 + 100)] }, count: 4))
    let again = try bench.examples(of: paths)
    #expect(again.computed.isEmpty && again.result.damagedShards.isEmpty)
    #expect(!bench.shards.isEmpty)
  }

  @Test("two builds at once, in processes, get the same examples and harm nothing")
  func processes() async throws {
    let bench = try CacheBench()
    let paths = try bench.write((0..<12).map { ("\($0).wav", [UInt8($0)]) })
    async let other: ExitTest.Result? = #expect(processExitsWith: .success) {
      [paths = paths as [String], cache = bench.cache.folder as String] in
      let result = try ExampleCache(folder: cache).examples(
        of: paths, frontEnd: CacheBench.frontEnd, threads: 2
      ) {
        usleep(20_000)
        return try CountingComputation()($0)
      }
      for clip in paths.indices { #expect(result.store.numbers(ofClip: clip) == [UInt8(clip)]) }
    }
    let (result, _) = try bench.examples(of: paths)
    for clip in paths.indices { #expect(result.store.numbers(ofClip: clip) == [UInt8(clip)]) }
    _ = await other
    #expect(try bench.examples(of: paths).computed.isEmpty)
  }
}
