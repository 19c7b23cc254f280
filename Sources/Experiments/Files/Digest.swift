/// A SHA-256 digest (FIPS 180-4) as it is stored and shown: 64 lower-case hexadecimal digits.
public struct Digest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The 64 digits.
  public let hexadecimal: String

  /// A digest from its text; nil unless it is 64 lower-case hexadecimal digits.
  public init?(hexadecimal: String) {
    guard hexadecimal.utf8.count == 64, hexadecimal.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.hexadecimal = hexadecimal
  }

  /// A digest from its 32 bytes.
  init(bytes: [UInt8]) {
    precondition(bytes.count == 32, "a digest of \(bytes.count) bytes")
    hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
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

  /// Whether a byte is a lower-case hexadecimal digit.
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// The 64 digits.
  public var description: String { hexadecimal }
}
