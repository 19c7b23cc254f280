/// The name of a run for ever: eight hexadecimal digits from the system's secure random source.
public struct RunID: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The eight digits.
  public let text: String

  /// An id from its text; nil unless it is eight lower-case hexadecimal digits.
  public init?(_ text: String) {
    guard text.utf8.count == 8, text.utf8.allSatisfy(Digest.isDigit) else { return nil }
    self.text = text
  }

  /// A new id. Whether it is free shows when its folder is made.
  static func random() -> RunID {
    let digits = String(UInt32.random(in: .min ... .max), radix: 16)
    return RunID(trusted: String(repeating: "0", count: 8 - digits.count) + digits)
  }

  private init(trusted text: String) {
    self.text = text
  }

  /// Decodes the text; anything but eight lower-case hexadecimal digits is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = RunID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no run id")
    }
    self = id
  }

  /// Encodes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The eight digits.
  public var description: String { text }
}
