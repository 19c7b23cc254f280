/// Checks, before the YAML parser sees it, that a text keeps to the part of YAML that configs are written in.
///
/// Configs have keys, lists, words, numbers, quoted texts and comments. Refused are anchors and aliases, tags, block
/// texts, complex keys, quoted texts over several lines, and nesting deeper than any config needs: nothing here has a
/// use for them, and in a hostile file aliases make a parser work for ever.
/// Tokens are told apart as in YAML 1.1, chapters 5 and 9 (https://yaml.org/spec/1.1/).
struct ConfigSyntax {
  /// A place where the text leaves that part of YAML; line and column count from 1.
  struct Violation: Error, Hashable {
    var line: Int
    var column: Int
    var found: String
    var expected: String
    var remedy: String
  }

  private static let maximumDepth = 8
  private static let maximumIndent = 64

  private let line: [Unicode.Scalar]
  private let number: Int
  private var index = 0
  private var depth: Int

  /// Throws at the first place of a text that configs can't have.
  static func check(_ text: String) throws(Violation) {
    var depth = 0
    var line: [Unicode.Scalar] = []
    var number = 1
    for scalar in text.unicodeScalars {
      guard isBreak(scalar) else {
        line.append(scalar)
        continue
      }
      depth = try depthBehind(line, number, depth)
      // A break of CR and LF gives an empty line between them, which holds nothing; LF alone counts.
      if scalar != "\r" { number += 1 }
      line.removeAll(keepingCapacity: true)
    }
    _ = try depthBehind(line, number, depth)
  }

  private static func depthBehind(
    _ line: [Unicode.Scalar], _ number: Int, _ depth: Int
  ) throws(Violation) -> Int {
    var scanner = ConfigSyntax(line: line, number: number, depth: depth)
    try scanner.scan()
    return scanner.depth
  }

  private init(line: [Unicode.Scalar], number: Int, depth: Int) {
    self.line = line
    self.number = number
    self.depth = depth
  }

  /// LF, CR, and the three that YAML 1.1 counts among them.
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  private func isBlank(at index: Int) -> Bool {
    index >= line.count || line[index] == " " || line[index] == "\t"
  }

  private func violation(_ found: String, _ expected: String, _ remedy: String = "") -> Violation {
    Violation(line: number, column: index + 1, found: found, expected: expected, remedy: remedy)
  }

  private mutating func scan() throws(Violation) {
    try scanIndent()
    while index < line.count {
      switch line[index] {
      case " ", "\t", ",": index += 1
      case "#": return
      case "\"": try scanDoubleQuoted()
      case "'": try scanSingleQuoted()
      case "[", "{":
        depth += 1
        guard depth <= ConfigSyntax.maximumDepth else {
          throw violation("brackets nested \(depth) deep", "at most \(ConfigSyntax.maximumDepth)")
        }
        index += 1
      case "]", "}":
        depth = max(0, depth - 1)
        index += 1
      case "-" where isBlank(at: index + 1): index += 1
      case ":" where depth > 0 || isBlank(at: index + 1): index += 1
      default:
        try refuseForeignSyntax()
        scanPlain()
      }
    }
  }

  private mutating func scanIndent() throws(Violation) {
    while index < line.count, line[index] == " " { index += 1 }
    if index < line.count, line[index] == "\t", depth == 0, !line.allSatisfy({ $0 == " " || $0 == "\t" }) {
      throw violation("a tab at the start of the line", "spaces", "Indent each level by two spaces")
    }
    guard index <= ConfigSyntax.maximumIndent else {
      throw violation("a line indented by \(index) spaces", "at most \(ConfigSyntax.maximumIndent)")
    }
  }

  private func refuseForeignSyntax() throws(Violation) {
    let quote = "Put the text in quotes if that character belongs to it"
    switch line[index] {
    case "&", "*":
      throw violation(
        "an anchor or alias, '\(line[index])'", "the value itself: configs have no anchors", quote)
    case "!":
      throw violation("a tag, '!'", "the value alone: configs have no tags", quote)
    case "|", ">":
      throw violation("a block text, '\(line[index])'", "the text on the line of its key", quote)
    case "?" where depth > 0 || isBlank(at: index + 1):
      throw violation("a complex key, '?'", "a word as the key", quote)
    default: break
    }
  }

  private mutating func scanDoubleQuoted() throws(Violation) {
    var end = index + 1
    while end < line.count, line[end] != "\"" { end += line[end] == "\\" ? 2 : 1 }
    guard end < line.count else { throw unterminated("\"") }
    index = end + 1
  }

  private mutating func scanSingleQuoted() throws(Violation) {
    var end = index + 1
    while end < line.count {
      if line[end] == "'" {
        guard end + 1 < line.count, line[end + 1] == "'" else { break }
        end += 1
      }
      end += 1
    }
    guard end < line.count else { throw unterminated("'") }
    index = end + 1
  }

  private func unterminated(_ quote: String) -> Violation {
    violation("a quoted text that does not end on its line", "a closing \(quote)")
  }

  /// Skips a word: up to `: `, ` #`, the end of the line, and between brackets up to one of `,[]{}` too.
  private mutating func scanPlain() {
    let flow: Set<Unicode.Scalar> = [",", "[", "]", "{", "}"]
    index += 1
    while index < line.count {
      let scalar = line[index]
      if depth > 0, flow.contains(scalar) { return }
      if scalar == ":", isBlank(at: index + 1) || (depth > 0 && flow.contains(line[index + 1])) { return }
      if scalar == "#", isBlank(at: index - 1) { return }
      index += 1
    }
  }
}
