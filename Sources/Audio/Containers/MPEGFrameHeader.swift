/// The four bytes in front of each frame of MPEG audio (ISO/IEC 11172-3 and 13818-3).
///
/// Eleven bits of mark, then version 2 bits, layer 2, protection 1, bit rate 4, sample rate 2, padding 1, private 1, channel
/// mode 2 and six more.
struct MPEGFrameHeader {
  /// Bytes of the frame, header included.
  let byteCount: Int
  /// Samples per channel in the frame.
  let samples: Int
  /// Bytes from the frame's start to where an encoder's tag may stand.
  let tagOffset: Int

  /// Nil for bytes that are no header; free bit rates, which nobody uses, are not understood.
  init?(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 4, bytes[0] == 0xff, bytes[1] & 0xe0 == 0xe0 else { return nil }
    let version = Int(bytes[1] >> 3 & 3)
    let layer = 4 - Int(bytes[1] >> 1 & 3)
    let rateIndex = Int(bytes[2] >> 4)
    let sampleRateIndex = Int(bytes[2] >> 2 & 3)
    guard version != 1, layer != 4, (1...14).contains(rateIndex), sampleRateIndex != 3 else { return nil }
    let isFirst = version == 3
    let kilobits = Self.bitRates(isFirst: isFirst, layer: layer)[rateIndex - 1]
    let sampleRate = [44_100, 48_000, 32_000][sampleRateIndex] >> (isFirst ? 0 : version == 2 ? 1 : 2)
    let padding = Int(bytes[2] >> 1 & 1)
    samples = layer == 1 ? 384 : layer == 2 || isFirst ? 1152 : 576
    byteCount =
      layer == 1
      ? (12_000 * kilobits / sampleRate + padding) * 4 : samples / 8 * 1000 * kilobits / sampleRate + padding
    let isMono = bytes[3] >> 6 == 3
    tagOffset = 4 + (isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17))
  }

  /// Kilobits a second of the indices 1 to 14.
  private static func bitRates(isFirst: Bool, layer: Int) -> [Int] {
    switch (isFirst, layer) {
    case (true, 1): [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448]
    case (true, 2): [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
    case (true, _): [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    case (false, 1): [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
    case (false, _): [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
    }
  }
}
