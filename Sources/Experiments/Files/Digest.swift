/// A SHA-256 digest (FIPS 180-4); stored and shown as 64 lower-case hexadecimal digits.
public struct Digest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The 32 bytes as four big-endian words.
  private let words: SIMD4<UInt64>

  /// A digest from its text; nil unless it is 64 lower-case hexadecimal digits.
  public init?(hexadecimal: String) {
    var words = SIMD4<UInt64>.zero
    var count = 0
    for digit in hexadecimal.utf8 {
      guard count < 64, let value = Self.value(ofDigit: digit) else { return nil }
      words[count / 16] = words[count / 16] << 4 | value
      count += 1
    }
    guard count == 64 else { return nil }
    self.words = words
  }

  /// A digest from its 32 bytes.
  init(bytes: RawSpan) {
    precondition(bytes.byteCount == 32, "a digest of \(bytes.byteCount) bytes")
    var words = SIMD4<UInt64>.zero
    for index in 0..<4 {
      words[index] = UInt64(
        bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    self.words = words
  }

  /// Decodes the text; anything but 64 lower-case hexadecimal digits is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(hexadecimal: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no SHA-256 digest")
    }
    self = digest
  }

  /// Encodes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hexadecimal)
  }

  /// The 64 digits.
  public var hexadecimal: String {
    unsafe String(unsafeUninitializedCapacity: 64) { buffer in
      for index in 0..<64 {
        let value = UInt8(truncatingIfNeeded: words[index / 16] >> UInt64(60 - index % 16 * 4)) & 15
        unsafe buffer[index] = value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      }
      return 64
    }
  }

  /// The 32 bytes.
  var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
  }

  /// Whether a byte is a lower-case hexadecimal digit.
  static func isDigit(_ byte: UInt8) -> Bool { value(ofDigit: byte) != nil }

  /// The value of a lower-case hexadecimal digit; nil for anything else.
  private static func value(ofDigit digit: UInt8) -> UInt64? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a") + 10)
    default: nil
    }
  }

  /// The 64 digits.
  public var description: String { hexadecimal }
}
