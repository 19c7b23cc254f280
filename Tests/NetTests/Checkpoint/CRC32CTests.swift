import Net
import NetKernels
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
  /// RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
  @Test(
    "gives the published values",
    arguments: [
      (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
      ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), (Array(0..<32), 0x46dd_794e),
      (Array((0..<32).reversed()), 0x113f_db5c), ([], 0),
    ] as [([UInt8], UInt32)])
  func published(bytes: [UInt8], expected: UInt32) {
    #expect(Self.checksum(of: [bytes]) == expected)
    #expect(Self.plain(0, bytes[...]) == expected)
  }

  @Test("is the same by instruction and by table, in any pieces")
  func pieces() {
    var stream = RandomStream(seed: 3, purpose: "bytes")
    let bytes = (0..<300).map { _ in UInt8(truncatingIfNeeded: Int(stream.nextUniform() * 256)) }
    for length in 0...100 {
      let part = Array(bytes[length..<(2 * length)])
      let expected = Self.plain(0, part[...])
      #expect(Self.checksum(of: [part]) == expected)
      let cut = length / 3
      #expect(Self.checksum(of: [Array(part[..<cut]), Array(part[cut...])]) == expected)
      #expect(Self.plain(Self.plain(0, part[..<cut]), part[cut...]) == expected)
    }
  }

  private static func checksum(of pieces: [[UInt8]]) -> UInt32 {
    var checksum = CRC32C()
    for piece in pieces { unsafe checksum.append(piece.span.bytes) }
    return checksum.value
  }

  private static func plain(_ checksum: UInt32, _ bytes: ArraySlice<UInt8>) -> UInt32 {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return checksum }
      return unsafe extendCRC32C(checksum, base, count: buffer.count)
    }
  }
}
