internal import CProcessor
internal import NetKernels

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4) of bytes that come in pieces.
public struct CRC32C: Sendable {
  /// The checksum of what has come so far.
  public private(set) var value: UInt32 = 0

  private static let hasInstruction = processorHasCRC32C()

  /// The checksum of nothing yet.
  public init() {}

  /// The checksum of some bytes.
  public static func checksum(_ bytes: RawSpan) -> UInt32 {
    var checksum = CRC32C()
    checksum.append(bytes)
    return checksum.value
  }

  /// Takes the next bytes.
  public mutating func append(_ bytes: RawSpan) {
    value = unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return value }
      return unsafe Self.hasInstruction
        ? extendCRC32CByInstruction(value, base, buffer.count)
        : extendCRC32C(value, base, count: buffer.count)
    }
  }

  /// The form in which TensorFlow and LevelDB store a checksum, so that a checksum of stored checksums is not degenerate.
  var masked: UInt32 { (value >> 15 | value << 17) &+ 0xa282_ead8 }
}
