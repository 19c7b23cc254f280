internal import Foundation

/// A JSON object that keeps its keys in order and takes values of any encodable type.
struct JSONObject: Encodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let members: [(key: String, value: any Encodable)]

  init(_ members: [(String, any Encodable)]) {
    self.members = members.map { (key: $0.0, value: $0.1) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (key, value) in members { try container.encode(value, forKey: Key(stringValue: key)) }
  }

  /// The value as indented JSON with sorted keys and ISO 8601 dates, ended by a newline.
  ///
  /// - Parameter isSnakeCase: whether the keys of Swift's properties are written in snake case.
  static func encoded(_ value: some Encodable, isSnakeCase: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    if isSnakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    // A figure that is no number, such as the recall of a class without clips; JSON has none.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
