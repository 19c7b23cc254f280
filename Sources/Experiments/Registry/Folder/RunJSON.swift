internal import Foundation

/// The one form of JSON in run folders: sorted keys, times as ``Timestamp`` writes them, `nan` and `inf` as strings.
enum RunJSON {
  static func encode(_ value: some Encodable, isPretty: Bool) throws(ExperimentError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(Timestamp.text(date))
    }
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw ExperimentError(.registry, found: "a record could not be written as JSON: \(error)")
    }
  }

  static func decode<Value: Decodable>(_ bytes: [UInt8], from path: String) throws(ExperimentError) -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = Timestamp.date(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no time")
      }
      return date
    }
    do {
      return try decoder.decode(Value.self, from: Data(bytes))
    } catch {
      throw ExperimentError(
        .registry, found: "\(path) cannot be understood: \(error)", expected: "the form that jx writes",
        remedy: "Restore the file from a copy.")
    }
  }
}
