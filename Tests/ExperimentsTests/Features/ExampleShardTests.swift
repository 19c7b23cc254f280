import Foundation
import Testing

@testable import Experiments

@Suite("ExampleShard")
struct ExampleShardTests {
  private static let frontEnd = "test"

  private static let entries: [ExampleShard.Entry] = [
    ExampleShard.Entry(content: SHA256.hash("a"), first: 0, count: 2),
    ExampleShard.Entry(content: SHA256.hash("b"), first: 2, count: 1),
  ]

  private static func write(
    _ entries: [ExampleShard.Entry] = ExampleShardTests.entries, to path: String
  ) throws {
    let values = CountingComputation.values([1, 2, 3])
    try ExampleShard.write(entries: entries, values: values.span, frontEnd: frontEnd, to: path)
  }

  private static func refusal(
    of path: String, frontEnd: String = ExampleShardTests.frontEnd, isVerifying: Bool = true
  ) -> ExperimentError? {
    do throws(ExperimentError) {
      _ = try ExampleShard(path: path, frontEnd: frontEnd, isVerifying: isVerifying)
      return nil
    } catch {
      return error
    }
  }

  @Test("gives back what was written, and takes three examples and a header of space")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    try Self.write(to: path)
    let shard = try ExampleShard(path: path, frontEnd: Self.frontEnd, isVerifying: true)
    #expect(shard.entries == Self.entries)
    var values = [Float](repeating: 0, count: 2 * ExampleShard.exampleCount)
    var span = values.mutableSpan
    shard.copy(1, count: 2, into: &span)
    #expect(values == CountingComputation.values([2, 3]))
    #expect(folder.names == ["x.safetensors"])
    #expect(try folder.bytes("x.safetensors").count < 3 * ExampleShard.exampleCount * 4 + 1024)
  }

  @Test("refuses another front end's shard and an index beyond its examples, naming the file")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    try Self.write(to: path)
    let other = try #require(Self.refusal(of: path, frontEnd: "other"))
    #expect(other.place == path && other.found == "examples of another front end")
    for (first, count) in [(2, 2), (3, 1), (-1, 1), (0, 0), (0, -1), (1, Int.max), (Int.max, 1), (0, 4)] {
      try Self.write([ExampleShard.Entry(content: SHA256.hash("a"), first: first, count: count)], to: path)
      let error = try #require(Self.refusal(of: path), "first \(first), count \(count)")
      #expect(error.found.contains("an index beyond the 3 examples"))
    }
  }

  @Test("bytes that were changed anywhere are refused or harmless, and never crash")
  func fuzz() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    try Self.write(to: path)
    let whole = try folder.bytes("x.safetensors")
    let headerEnd = whole.count - 3 * ExampleShard.exampleCount * 4
    var random = SplitMix(state: 5)
    var refused = 0
    for round in 0..<300 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        // Mostly the header: a changed example is always the digest's business.
        let end = round % 10 == 0 ? bytes.count : headerEnd
        bytes[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if round % 7 == 0 { bytes.removeLast(Int.random(in: 1...bytes.count, using: &random)) }
      try Data(bytes).write(to: URL(filePath: path))
      for isVerifying in [true, false] {
        guard Self.refusal(of: path, isVerifying: isVerifying) == nil else {
          refused += 1
          continue
        }
        let shard = try ExampleShard(path: path, frontEnd: Self.frontEnd, isVerifying: isVerifying)
        for entry in shard.entries {
          var values = [Float](repeating: 0, count: entry.count * ExampleShard.exampleCount)
          var span = values.mutableSpan
          shard.copy(entry.first, count: entry.count, into: &span)
          if isVerifying { #expect(values.allSatisfy { $0.isFinite }) }
        }
      }
    }
    #expect(refused > 400)
  }

  @Test("an index that was changed to other examples is refused where it is verified")
  func changedIndex() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    try Self.write(to: path)
    var bytes = try folder.bytes("x.safetensors")
    let needle = Array(#"\"first\":2"#.utf8)
    let place = try #require(bytes.firstRange(of: needle)?.upperBound) - 1
    bytes[place] = UInt8(ascii: "1")
    try Data(bytes).write(to: URL(filePath: path))
    #expect(Self.refusal(of: path)?.found.contains("with the digest") == true)
  }

  @Test("a flipped bit in any example is refused where it is verified")
  func flippedBits() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    try Self.write(to: path)
    let whole = try folder.bytes("x.safetensors")
    let dataStart = whole.count - 3 * ExampleShard.exampleCount * 4
    for (index, place) in stride(from: dataStart, to: whole.count, by: 3_001).enumerated() {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(index % 8)
      try Data(bytes).write(to: URL(filePath: path))
      #expect(Self.refusal(of: path)?.found.contains("examples with the digest") == true)
    }
  }
}
