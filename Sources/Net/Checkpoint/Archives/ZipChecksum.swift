internal import CZlib

/// CRC-32 (the one of zip and gzip) of bytes that come in pieces.
struct ZipChecksum {
  /// The checksum of what has come so far.
  private(set) var value: UInt32 = 0

  /// Takes the next bytes.
  mutating func append(_ bytes: RawSpan) {
    value = unsafe bytes.withUnsafeBytes { buffer in
      unsafe UInt32(
        truncatingIfNeeded: crc32_z(
          UInt(value), buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count))
    }
  }
}
