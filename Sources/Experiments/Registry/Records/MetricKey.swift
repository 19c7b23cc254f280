/// What a figure measures, and on which split: `validation.loss`.
public struct MetricKey: Sendable, Hashable {
  /// The split it was measured on.
  public var split: Split
  /// The figure's name, such as `loss`, `accuracy` or `clip_accuracy`.
  public var name: String

  /// A figure of a split.
  public init(_ split: Split, _ name: String) {
    self.split = split
    self.name = name
  }
}

extension MetricKey: LosslessStringConvertible {
  /// Reads `split.name`; nil for an unknown split or an empty name.
  public init?(_ description: String) {
    let parts = description.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let split = Split(rawValue: parts[0]) else { return nil }
    self.init(split, parts[1])
  }

  /// `split.name`.
  public var description: String { "\(split.rawValue).\(name)" }
}

extension MetricKey: Comparable {
  /// By the text of split and name.
  public static func < (left: MetricKey, right: MetricKey) -> Bool {
    (left.split.rawValue, left.name) < (right.split.rawValue, right.name)
  }
}

extension MetricKey: Codable, CodingKeyRepresentable {
  /// The key of a JSON object.
  public var codingKey: any CodingKey { Key(stringValue: description) }

  /// Reads the key of a JSON object.
  public init?<T: CodingKey>(codingKey: T) {
    self.init(codingKey.stringValue)
  }

  /// Decodes `split.name`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let key = MetricKey(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no split.name")
    }
    self = key
  }

  /// Encodes `split.name`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
