import Foundation
import Testing

@testable import Experiments

@Suite("Cache in memory")
struct CacheMemoryTests {
  /// Bytes of files that the process has mapped and touched.
  private static func mappedByteCount() throws -> Int {
    let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssFile:") }
    return 1024 * (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
  }

  /// In a process of its own, since other tests map files, too.
  @Test("what was read of large rows does not stay in the process, so that it does not grow with the cache")
  func largeRows() async throws {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let format = ShardFormat(rowShape: [96, 64], precision: .float32, source: "test")
      var filling = ShardFilling(folder: folder.path, format: format)
      let rows = [Float](repeating: 1.5, count: 1200 * 6144)
      try filling.append(rows.span, of: SHA256.hash("a"))
      try filling.flush()
      let name = try #require(folder.names.first)
      let shard = try CacheShard(path: folder.path + "/" + name, format: format)
      var values = [Float](repeating: 0, count: 6144)
      var mapped: [Int] = []
      // The first rows also bring the code that reads them. All of them are 29 MB.
      for range in [0..<100, 0..<1200] {
        for row in range {
          var span = values.mutableSpan
          try shard.copy((row * 7) % 1200, into: &span)
          #expect(values.last == 1.5)
        }
        mapped.append(try Self.mappedByteCount())
      }
      try shard.verify()
      mapped.append(try Self.mappedByteCount())
      #expect(mapped.allSatisfy { $0 < mapped[0] + 4_000_000 })
    }
  }
}
