import Foundation
import Testing

@testable import Experiments

@Suite("Cache in memory")
struct CacheMemoryTests {
  /// Bytes of a file that the process has mapped and touched.
  private static func mappedByteCount(of name: String) throws -> Int {
    let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/smaps"))
    let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    var isFile = false
    var sum = 0
    for line in text.split(separator: "\n") {
      if line.contains(name) { isFile = true }
      guard isFile, line.hasPrefix("Rss:") else { continue }
      sum += 1024 * (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
      isFile = false
    }
    return sum
  }

  @Test("what was read of large rows does not stay in the process, so that it does not grow with the cache")
  func largeRows() throws {
    let folder = try TemporaryFolder()
    let format = ShardFormat(rowShape: [96, 64], precision: .float32, source: "test")
    var filling = ShardFilling(folder: folder.path, format: format)
    let rows = [Float](repeating: 1.5, count: 2400 * 6144)
    try filling.append(rows.span, of: SHA256.hash("a"))
    try filling.flush()
    let name = try #require(folder.names.first)
    let shard = try CacheShard(path: folder.path + "/" + name, format: format)
    // The index and what is mapped along with it. All rows are 59 MB.
    #expect(try (1...1_000_000).contains(Self.mappedByteCount(of: name)))
    var values = [Float](repeating: 0, count: 6144)
    for row in 0..<2400 {
      var span = values.mutableSpan
      try shard.copy((row * 7) % 2400, into: &span)
      #expect(values.last == 1.5)
    }
    #expect(try Self.mappedByteCount(of: name) < 4_500_000)
    try shard.verify()
    #expect(try Self.mappedByteCount(of: name) < 4_500_000)
  }
}
