/// Texts with backslashes, as protocol 0 writes them.
enum PickleText {
  /// The text without its escapes: `\`, `\'`, `\"`, `\n`, `\t`, `\r`, `\xhh`, `\uhhhh`, `\Uhhhhhhhh`.
  ///
  /// - Parameters:
  ///   - isRaw: whether only the last two are escapes and any other backslash stands for itself.
  ///   - cursor: for errors.
  static func unescaped(
    _ text: String, isRaw: Bool, in cursor: PickleCursor
  ) throws(ExperimentError) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", !isRaw || rest.first == "u" || rest.first == "U" else {
        result.append(scalar)
        continue
      }
      let escape = rest.popFirst()
      switch escape {
      case "\\", "'", "\"": if let escape { result.append(escape) }
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "x", "u", "U":
        let digits = escape == "x" ? 2 : escape == "u" ? 4 : 8
        let code = String(rest.prefix(digits))
        guard code.count == digits, let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value)
        else {
          throw cursor.failure("the escape \\\(code) in a text")
        }
        rest = rest.dropFirst(digits)
        result.append(scalar)
      default: throw cursor.failure("an unknown escape in a text")
      }
    }
    return String(result)
  }
}
