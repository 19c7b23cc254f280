/// A WAV file of 16-bit PCM: `RIFF`, a 16-byte `fmt ` chunk, `data`
/// (Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0, 1991).
enum WaveFile {
  /// Bytes before the samples.
  static let headerSize = 44

  /// The bytes of a file; samples beyond ±1 are clipped, those of several channels are interleaved.
  static func bytes(_ samples: ArraySlice<Float>, sampleRate: Int, channels: Int = 1) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerSize + 2 * samples.count)
    let dataSize = 2 * samples.count
    bytes += "RIFF".utf8
    append(UInt32(36 + dataSize), to: &bytes)
    bytes += "WAVEfmt ".utf8
    append(UInt32(16), to: &bytes)
    append(UInt16(1), to: &bytes)
    append(UInt16(channels), to: &bytes)
    append(UInt32(sampleRate), to: &bytes)
    append(UInt32(2 * channels * sampleRate), to: &bytes)
    append(UInt16(2 * channels), to: &bytes)
    append(UInt16(16), to: &bytes)
    bytes += "data".utf8
    append(UInt32(dataSize), to: &bytes)
    for sample in samples {
      append(UInt16(bitPattern: Int16((max(-1, min(1, sample)) * 32_767).rounded())), to: &bytes)
    }
    return bytes
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    var rest = value
    for _ in 0..<value.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
