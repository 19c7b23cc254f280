import Testing

@testable import Net

@Suite("Snappy")
struct SnappyTests {
  private func decompress(_ block: [UInt8]) throws -> [UInt8] {
    try Snappy.decompress(unsafe block.span.bytes, of: BytesInMemory(block))
  }

  @Test("decompresses literals and the three kinds of copies")
  func decompresses() throws {
    #expect(try decompress([0]) == [])
    #expect(try decompress([3, 2 << 2, 1, 2, 3]) == [1, 2, 3])
    // 61 bytes: a length in one byte of its own.
    let long = [UInt8](0..<61)
    #expect(try decompress([61, 60 << 2, 60] + long) == long)
    // Copies of 4 to 11 bytes at an 11-bit offset, of 1 to 64 at 16 and at 32 bits; the last overlaps itself.
    #expect(try decompress([8, 3 << 2, 1, 2, 3, 4, 1, 4]) == [1, 2, 3, 4, 1, 2, 3, 4])
    #expect(try decompress([6, 3 << 2, 1, 2, 3, 4, 1 << 2 | 2, 3, 0]) == [1, 2, 3, 4, 2, 3])
    #expect(try decompress([9, 0, 7, 7 << 2 | 3, 1, 0, 0, 0]) == [UInt8](repeating: 7, count: 9))
    // An 11-bit offset's upper three bits stand in the tag.
    let far = [UInt8](repeating: 0, count: 300).indices.map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let literal: [UInt8] = [61 << 2, 0x2b, 0x01]
    #expect(
      try decompress([0xb0, 0x02] + literal + far + [1 << 5 | 0 << 2 | 1, 0x2c]) == far + far[0..<4])
  }

  @Test(
    "refuses damaged blocks",
    arguments: [
      [], [0x80], [4], [1, 0], [3, 1 << 2, 1, 2, 3], [1, 1 << 2, 1, 2], [2, 0, 7], [5, 0, 7, 1, 2],
      [5, 0, 7, 1, 0],
      [5, 0, 7, 2, 1], [0xff, 0xff, 0xff, 0xff, 0x0f, 0], [1, 63 << 2, 0xff, 0xff, 0xff, 0xff, 1],
      [2, 0, 7, 63 << 2 | 2, 1, 0],
    ] as [[UInt8]])
  func refusesDamage(block: [UInt8]) throws {
    let error = #expect(throws: NetError.self) { try decompress(block) }
    #expect(error?.code == .malformedFile)
  }
}
