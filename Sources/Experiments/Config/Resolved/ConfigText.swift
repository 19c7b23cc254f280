/// A config value on its way to text: what is written for it in YAML and in a flattened config.
enum ConfigText: Sendable, Hashable {
  /// A number, truth value, choice or null, written as it is.
  case literal(String)
  /// A free text, quoted in YAML where it could be read as something else.
  case text(String)
  /// A list of free texts.
  case list([String])
  /// Keys of the user's own with a value each.
  case mapping([Member])

  /// A key with its value.
  struct Member: Sendable, Hashable {
    var key: ConfigText
    var value: ConfigText
  }

  /// Without quotes: `0.0001`, `input/data`, `[conv1, conv2]`.
  var plain: String {
    switch self {
    case .literal(let text), .text(let text): text
    case .list(let items): "[" + items.joined(separator: ", ") + "]"
    case .mapping(let members):
      "{" + members.map { "\($0.key.plain): \($0.value.plain)" }.joined(separator: ", ") + "}"
    }
  }

  /// As it stands in a YAML file, on one line.
  var yaml: String {
    switch self {
    case .literal(let text): text
    case .text(let text): ConfigText.quotedIfNeeded(text)
    case .list(let items): "[" + items.map(ConfigText.quotedIfNeeded).joined(separator: ", ") + "]"
    case .mapping(let members):
      "{" + members.map { "\($0.key.yaml): \($0.value.yaml)" }.joined(separator: ", ") + "}"
    }
  }

  /// Plain where every YAML reader takes it for the same text, otherwise in double quotes.
  private static func quotedIfNeeded(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let isPlain =
      scalars.allSatisfy { isWord($0) || "_./-@".unicodeScalars.contains($0) }
      && scalars.contains { $0.properties.isAlphabetic }
      // What starts with a digit may be a number, a date or a time.
      && !(scalars.first.map { "0123456789_-@".unicodeScalars.contains($0) } ?? true)
      && Double(text) == nil && !reserved.contains(text.lowercased())
    return isPlain ? text : quoted(text)
  }

  /// Words that YAML 1.1 readers take for truth values, null or numbers.
  private static let reserved: Set<String> = [
    "y", "n", "yes", "no", "true", "false", "on", "off", "null", ".nan", ".inf",
  ]

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        // Everything that YAML takes for a line break, refuses raw, or hides is escaped.
        if scalar.isVisible || scalar == " " {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16)
          result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
      }
    }
    return result + "\""
  }

  /// A text for messages: on one line, invisible characters as `\u{…}`, cut behind `limit` characters.
  static func excerpt(_ text: String, limit: Int = 60) -> String {
    var result = ""
    for scalar in text.prefix(limit).unicodeScalars {
      if scalar.isVisible || scalar == " " {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return text.dropFirst(limit).isEmpty ? result : result + "…"
  }
}

extension Unicode.Scalar {
  /// Whether it draws or combines: neither a control or format character, nor a separator, nor unassigned.
  fileprivate var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
