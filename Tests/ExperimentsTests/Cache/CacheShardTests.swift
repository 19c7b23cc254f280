import Foundation
import Testing

@testable import Experiments

@Suite("CacheShard")
struct CacheShardTests {
  private static let entries: [CacheShard.Entry] = [
    CacheShard.Entry(content: SHA256.hash("a"), first: 0, count: 2),
    CacheShard.Entry(content: SHA256.hash("b"), first: 2, count: 1),
  ]

  private static func format(_ precision: CachePrecision = .float32, source: String = "test") -> ShardFormat {
    ShardFormat(rowShape: [2, 50], precision: precision, source: source)
  }

  private static let values: [Float] = (0..<300).map { Float($0 * $0) / 7 - 300 }

  /// A folder with one shard of three rows.
  private struct Bench {
    let folder: TemporaryFolder
    let path: String
    let whole: [UInt8]

    init(_ format: ShardFormat = CacheShardTests.format(), values: [Float] = CacheShardTests.values) throws {
      folder = try TemporaryFolder()
      var filling = ShardFilling(folder: folder.path, format: format)
      try filling.append(values.span.extracting(0..<200), of: SHA256.hash("a"))
      try filling.append(values.span.extracting(200..<300), of: SHA256.hash("b"))
      #expect(folder.names.isEmpty)
      try filling.flush()
      let name = try #require(folder.names.first)
      #expect(folder.names.count == 1 && name.hasSuffix(".safetensors"))
      path = folder.path + "/" + name
      whole = try folder.bytes(name)
    }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    func open(_ format: ShardFormat? = CacheShardTests.format()) throws(ExperimentError) -> CacheShard {
      try CacheShard(path: path, format: format)
    }

    /// Where the rows begin in the file.
    var dataStart: Int { 8 + Int(whole[0]) + Int(whole[1]) << 8 }
  }

  private static func row(_ row: Int, of shard: CacheShard) throws(ExperimentError) -> [Float] {
    var values = [Float](repeating: 0, count: shard.format.valueCount)
    var span = values.mutableSpan
    try shard.copy(row, into: &span)
    return values
  }

  @Test("gives back what was written to the bit, and takes the rows and little more")
  func roundTrip() throws {
    let bench = try Bench()
    let shard = try bench.open()
    #expect(shard.entries == Self.entries && shard.rowCount == 3 && shard.format == Self.format())
    for row in 0..<3 {
      shard.prefetch(row)
      #expect(try Self.row(row, of: shard) == Array(Self.values[(row * 100)..<(row * 100 + 100)]))
    }
    try shard.verify()
    #expect(bench.whole.count < 300 * 4 + 900 && shard.byteCount == bench.whole.count)
  }

  @Test("in half precision rounds to nearest, in half the space, and cuts off what is too large")
  func halfPrecision() throws {
    var values = Self.values
    values[7] = 1e9
    values[8] = -.infinity
    values[9] = 2049  // Halfway between 2048 and 2050: to even.
    let bench = try Bench(Self.format(.float16), values: values)
    let shard = try bench.open(nil)
    let row = try Self.row(0, of: shard)
    #expect(row[7] == 65504 && row[8] == -65504 && row[9] == 2048)
    for (stored, value) in zip(row, values).dropFirst(10) { #expect(stored == Float(Float16(value))) }
    #expect(bench.whole.count < 300 * 2 + 900)
  }

  @Test("refuses another source, shape or precision, naming the file")
  func refusals() throws {
    let bench = try Bench()
    for format in [
      Self.format(source: "other"), Self.format(.float16),
      ShardFormat(rowShape: [100], precision: .float32, source: "test"),
    ] {
      let error = try #require(throws: ExperimentError.self) { _ = try bench.open(format) }
      #expect(error.place == bench.path && error.found.contains("another source"), "\(error)")
    }
  }

  @Test("a row with a flipped bit is refused when it is read, others are not, and the shard is removed")
  func flippedRows() throws {
    let bench = try Bench()
    for (index, place) in stride(from: 0, to: 1200, by: 37).enumerated() {
      var bytes = bench.whole
      bytes[bench.dataStart + place] ^= 1 << UInt8(index % 8)
      try bench.write(bytes)
      let shard = try bench.open()
      for row in 0..<3 where row != place / 400 { _ = try Self.row(row, of: shard) }
      #expect(bench.folder.names.count == 1)
      let error = try #require(throws: ExperimentError.self) { _ = try Self.row(place / 400, of: shard) }
      #expect(error.code == .invalidData && error.place == bench.path)
      #expect(error.found.contains("row \(place / 400) has the checksum"), "\(error)")
      #expect(bench.folder.names.isEmpty)
    }
  }

  @Test("a changed index is refused when the shard is opened")
  func changedIndex() throws {
    let bench = try Bench()
    for place in (bench.dataStart + 1200)..<bench.whole.count {
      var bytes = bench.whole
      bytes[place] ^= 1 << UInt8(place % 8)
      try bench.write(bytes)
      let error = try #require(throws: ExperimentError.self) { _ = try bench.open() }
      #expect(error.found.contains("an index with the digest"), "\(error)")
    }
  }

  @Test("bytes that were changed anywhere are refused or harmless, and never crash")
  func fuzz() throws {
    let bench = try Bench()
    var random = SplitMix(state: 5)
    var refused = 0
    for round in 0..<400 {
      var bytes = bench.whole
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let end = round % 4 == 0 ? bytes.count : bench.dataStart
        bytes[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if round % 7 == 0 { bytes.removeLast(Int.random(in: 1...bytes.count, using: &random)) }
      try bench.write(bytes)
      do throws(ExperimentError) {
        let shard = try bench.open(round % 2 == 0 ? Self.format() : nil)
        for row in 0..<shard.rowCount { _ = try Self.row(row, of: shard) }
      } catch {
        refused += 1
        #expect(error.code == .invalidData && error.place == bench.path)
      }
    }
    #expect(refused > 250)
  }
}
