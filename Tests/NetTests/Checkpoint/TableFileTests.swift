import Net
import Testing

@testable import Net

@Suite("TableFile")
struct TableFileTests {
  private func entries(_ file: [UInt8]) throws -> [[UInt8]: [UInt8]] {
    var found: [[UInt8]: [UInt8]] = [:]
    try TableFile(BytesInMemory(file)).forEachEntry("all") { key, value in found[key] = value.copy() }
    return found
  }

  private func value(_ key: String, in file: [UInt8]) throws -> [UInt8]? {
    try TableFile(BytesInMemory(file)).withValue(of: Array(key.utf8), "'\(key)'") { $0.copy() }
  }

  @Test("finds each key and no other", arguments: [false, true])
  func findsKeys(snappy: Bool) throws {
    let names = ["", "a", "aa", "b", "c"]
    let blocks = [names[0...1], names[2...2], names[3...4]].map { part in
      (
        contents: TableWriter.block(part.map { (Array($0.utf8), Array(("value of " + $0).utf8)) }),
        lastKey: Array((part.last ?? "").utf8)
      )
    }
    let file = TableWriter.table(blocks: blocks, snappy: snappy)
    for name in names { #expect(try value(name, in: file) == Array(("value of " + name).utf8)) }
    for name in ["A", "ab", "bb", "d"] { #expect(try value(name, in: file) == nil) }
    #expect(try entries(file).count == names.count)
  }

  @Test("knows the published checksum of CRC-32C, and its masked form")
  func checksum() {
    var checksum = CRC32C()
    let text = Array("123456789".utf8)
    checksum.append(unsafe text.span.bytes)
    // RFC 3720, appendix B.4, and LevelDB's `util/crc32c.h`.
    #expect(checksum.value == 0xe306_9283)
    #expect(checksum.masked == 0xc78a_b0e5)
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(CRC32C.checksum(unsafe zeros.span.bytes) == 0x8a91_36aa)
    let ascending = [UInt8](0..<32)
    #expect(CRC32C.checksum(unsafe ascending.span.bytes) == 0x46dd_794e)
  }

  @Test("gives the same checksum however the bytes are cut")
  func checksumInPieces() {
    var random = RandomStream(seed: 1, purpose: "checksum")
    let bytes = (0..<1000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let whole = CRC32C.checksum(unsafe bytes.span.bytes)
    for cut in 0...64 {
      var checksum = CRC32C()
      checksum.append(unsafe bytes.span.bytes.extracting(0..<cut))
      checksum.append(unsafe bytes.span.bytes.extracting(cut..<bytes.count))
      #expect(checksum.value == whole)
    }
    var naive = ~UInt32(0)
    for byte in bytes {
      naive ^= UInt32(byte)
      for _ in 0..<8 { naive = naive >> 1 ^ (naive & 1 == 1 ? 0x82f6_3b78 : 0) }
    }
    #expect(whole == ~naive)
  }

  @Test("refuses blocks that break the format behind a valid checksum")
  func refusesBlocks() throws {
    let damaged: [(String, [UInt8])] = [
      ("too short for a count of restarts", [0, 0, 0]),
      ("more restarts than bytes", [0xff, 0xff, 0xff, 0xff]),
      ("shares more than there is", [1, 1, 0, 65, 0, 0, 0, 0]),
      ("a key beyond the end", [0, 200, 0, 65, 0, 0, 0, 0]),
      ("a value beyond the end", [0, 1, 200, 65, 0, 0, 0, 0]),
      ("an endless varint", [UInt8](repeating: 0xff, count: 12) + [0, 0, 0, 0]),
      ("keys out of order", TableWriter.block([([66], []), ([65], [])])),
      ("one key twice", TableWriter.block([([66], []), ([66], [])])),
    ]
    for (what, contents) in damaged {
      let file = TableWriter.table(blocks: [(contents, [0xff])])
      let error = #expect(throws: NetError.self, "\(what)") { try entries(file) }
      #expect(error?.code == .malformedFile)
    }
  }

  @Test("refuses keys whose total length is absurd")
  func refusesLongKeys() throws {
    // Each entry shares all of the key before and adds a byte: n entries of 4 bytes stand for n² / 2 bytes of keys.
    var contents: [UInt8] = []
    for index in 0..<20_000 { contents += TableWriter.varint(index) + [1, 0, 65] }
    let file = TableWriter.table(blocks: [(contents + [0, 0, 0, 0], [0xff])])
    let error = #expect(throws: NetError.self) { try entries(file) }
    #expect(error?.found.contains("absurd") == true)
  }

  @Test("refuses a flipped bit anywhere but in the padding")
  func refusesFlippedBits() throws {
    let file = TableWriter.table([(Array("key".utf8), Array("value".utf8))])
    let padding = (file.count - 40)..<(file.count - 8)
    for position in file.indices where !padding.contains(position) {
      var damaged = file
      damaged[position] ^= 0x10
      // A flip in the metaindex, which nobody needs, may pass; another value may not.
      let found = try? entries(damaged)
      #expect(found == nil || found == [Array("key".utf8): Array("value".utf8)], "byte \(position)")
    }
    for count in 0..<file.count {
      #expect(throws: NetError.self) { try entries(Array(file[..<count])) }
    }
  }
}
