import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("CacheInventory")
struct CacheInventoryTests {
  /// Three caches of examples, used in the order of their names.
  private static func inventory() throws -> (bench: CacheBench, inventory: CacheInventory) {
    let bench = try CacheBench()
    let paths = try bench.write([("a.wav", [1, 2]), ("b.wav", [3])])
    for (age, frontEnd) in ["first", "second", "third"].enumerated() {
      _ = try bench.examples(of: paths, frontEnd: frontEnd)
      let key = ShardFormat(rowShape: [96, 64], precision: .float32, source: frontEnd).key
      var times = [timespec](repeating: timespec(tv_sec: 1_000_000 * (age + 1), tv_nsec: 0), count: 2)
      unsafe utimensat(AT_FDCWD, "\(bench.cache.folder)/examples/\(key)/lock", &times, 0)
    }
    return (bench, CacheInventory(folder: bench.cache.folder))
  }

  private static func sources(_ inventory: CacheInventory) throws -> Set<String> {
    Set(try inventory.summaries().map(\.source))
  }

  @Test("lets go of those used longest ago until the rest fits, and never of one in use")
  func limit() throws {
    let (bench, inventory) = try Self.inventory()
    defer { withExtendedLifetime(bench) {} }
    let summaries = try inventory.summaries()
    let size = try #require(summaries.first?.byteCount)
    #expect(summaries.count == 3 && summaries.allSatisfy { $0.clipCount == 2 && $0.exampleCount == 3 })
    let pruning = CachePruning(limit: size * 5 / 2)
    #expect(try inventory.prune(pruning, isDryRun: true).map(\.isRemoved) == [true])
    #expect(try Self.sources(inventory).count == 3)
    let first = try #require(summaries.first { $0.source == "first" })
    let lease = try CacheLease.use("\(inventory.folder)/examples/\(first.key)")
    // Held, and so used just now; by its time alone it would go last.
    let items = try inventory.prune(pruning)
    #expect(items.map(\.isRemoved) == [true] && items[0].bytes > 0)
    #expect(try Self.sources(inventory) == ["first", "third"])
    #expect(try inventory.summaries().map(\.isUsed).filter { $0 }.count == 1)
    #expect(try inventory.prune(CachePruning()).map(\.isRemoved).sorted { $0 && !$1 } == [true, false])
    #expect(try Self.sources(inventory) == ["first"])
    withExtendedLifetime(lease) {}
  }

  @Test("lets go of what was used before a time, and of some keys")
  func timesAndKeys() throws {
    let (bench, inventory) = try Self.inventory()
    defer { withExtendedLifetime(bench) {} }
    let summaries = try inventory.summaries()
    let third = try #require(summaries.first { $0.source == "third" })
    let pruning = CachePruning(usedBefore: Date(timeIntervalSince1970: 2_500_000))
    #expect(try inventory.prune(pruning).map(\.lastUsed.timeIntervalSince1970) == [1_000_000, 2_000_000])
    #expect(try inventory.summaries().map(\.key) == [third.key])
    let error = #expect(throws: ExperimentError.self) { try inventory.prune(CachePruning(keys: ["nosuch"])) }
    #expect(error?.code == .missingFile)
    #expect(try inventory.prune(CachePruning(keys: [String(third.key.prefix(5))])).count == 1)
    #expect(try inventory.summaries().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "\(inventory.folder)/examples/\(third.key)"))
  }

  @Test("verification reads every shard, removes the damaged ones and those in a wrong folder")
  func verification() throws {
    let (bench, inventory) = try Self.inventory()
    #expect(try inventory.verify(threads: 2, isCancelled: { false }, progress: { _, _ in }).damaged.isEmpty)
    let shards = bench.shards
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: shards[0])))
    bytes[bytes.count - 40_000] ^= 1
    try Data(bytes).write(to: URL(filePath: shards[0]))
    let moved = FilePath.folder(of: shards[2]) + "/moved.safetensors"
    try FileManager.default.copyItem(atPath: shards[1], toPath: moved)
    let found = try inventory.verify(threads: 2, isCancelled: { false }, progress: { _, _ in })
    #expect(found.shards == 4 && Set(found.damaged.map(\.path)) == [shards[0], moved])
    #expect(bench.shards == Array(shards.dropFirst()))
    let error = #expect(throws: ExperimentError.self) {
      try inventory.verify(threads: 1, isCancelled: { true }, progress: { _, _ in })
    }
    #expect(error?.code == .interrupted)
  }
}
