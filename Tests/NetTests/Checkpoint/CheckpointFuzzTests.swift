import Foundation
import Testing

@testable import Net

/// Mutations of every sample, the same in each run: readers may refuse them, but not crash, hang or grow.
@Suite("Checkpoint, mutated files")
struct CheckpointFuzzTests {
  /// What may come out of a byte: deflate's most, and varints that become eight bytes.
  private static let largestGrowth = 1032 * 8

  /// Opens and reads everything; fails the test if it takes long or gives much.
  private func exercise(_ path: String, byteCount: Int, _ what: String) {
    let start = cpuSeconds()
    do throws(NetError) {
      let checkpoint = try Checkpoint(path: path)
      for variable in checkpoint.variables where variable.element != nil {
        var given = 0
        try? checkpoint.forEachPiece(of: variable.shape.name) { given += $0.byteCount }
        #expect(given <= Self.largestGrowth * max(byteCount, 1), "\(what) gave \(given) bytes")
      }
    } catch {
      #expect(!error.found.isEmpty)
    }
    // The thread's own time: a busy machine does not count.
    #expect(cpuSeconds() - start < 1, "\(what) took over a second")
  }

  private func cpuSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test(
    "reads or refuses 400 mutations of each sample",
    arguments: [
      "v1", "v1_sliced", "v1.gz", "v1.tgz", "two.tar", "two.tgz", "deflated.npz", "v2.index",
      "v2.data-00000-of-00001", "v2_sliced.index",
    ])
  func survivesMutations(name: String) throws {
    var mutator = ByteMutator(seed: UInt64(name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }))
    let sample = try CheckpointFixtures.bytes(name)
    var files: [String: [UInt8]] = [:]
    if let prefix = BundleName.prefix(of: name) {
      for suffix in [BundleName.indexSuffix, BundleName.shardSuffix(0, of: 1)] {
        files[prefix + suffix] = try CheckpointFixtures.bytes(prefix + suffix)
      }
    }
    try CheckpointFixtures.withFiles(files) { folder in
      let path = folder + "/" + name
      for number in 0..<400 {
        let bytes = mutator.mutated(sample)
        try Data(bytes).write(to: URL(filePath: path))
        exercise(path, byteCount: bytes.count + 65536, "\(name), mutation \(number)")
      }
    }
  }

  @Test(
    "reads or refuses 600 mutations behind valid checksums",
    arguments: ["v1", "v1_sliced", "v2.index", "v2_sliced.index"])
  func survivesMutatedEntries(name: String) throws {
    var mutator = ByteMutator(seed: 11)
    var entries: [(key: [UInt8], value: [UInt8])] = []
    try TableFile(BytesInMemory(try CheckpointFixtures.bytes(name))).forEachEntry("all") { key, value in
      entries.append((key, value.copy()))
    }
    var files: [String: [UInt8]] = [:]
    if let prefix = BundleName.prefix(of: name) {
      let shard = prefix + BundleName.shardSuffix(0, of: 1)
      files[shard] = try CheckpointFixtures.bytes(shard)
    }
    try CheckpointFixtures.withFiles(files) { folder in
      let path = folder + "/" + name
      for number in 0..<600 {
        var mutated = entries
        let index = mutator.below(mutated.count)
        if number % 5 == 0 {
          mutated[index].key = mutator.mutated(mutated[index].key)
        } else {
          mutated[index].value = mutator.mutated(mutated[index].value)
        }
        let bytes = TableWriter.table(mutated, snappy: number % 3 == 0)
        try Data(bytes).write(to: URL(filePath: path))
        exercise(path, byteCount: bytes.count + 65536, "\(name), mutation \(number)")
      }
    }
  }

  @Test("decompresses or refuses mutated Snappy blocks")
  func survivesMutatedSnappy() throws {
    var mutator = ByteMutator(seed: 5)
    // A literal of twenty bytes, then copies of all three kinds.
    let block: [UInt8] =
      [60, 19 << 2] + [UInt8](0..<20) + [1 | 4 << 2, 10, 2 | 15 << 2, 5, 0, 3 | 15 << 2, 20, 0, 0, 0]
    #expect(try Snappy.decompress(unsafe block.span.bytes, of: BytesInMemory(block)).count == 60)
    for _ in 0..<20_000 {
      let mutated = mutator.mutated(block)
      let output = try? Snappy.decompress(unsafe mutated.span.bytes, of: BytesInMemory(mutated))
      #expect(output.map { $0.count <= 22 * mutated.count } ?? true)
    }
  }
}
