/// Reads a condition.
///
///     any        = all { OR all }
///     all        = not { AND not }
///     not        = NOT not | ( any ) | comparison
///     comparison = key ( = | != | < | <= | > | >= | ~ | !~ | [NOT] LIKE ) value
///                | key [NOT] IN ( value { , value } ) | key IS [NOT] NULL
///
/// Keywords may be written in any case. A value is a word, a number (also with `%`), a time, or a text in quotes.
struct QueryParser {
  let source: QueryText
  private let keys: QueryKeys
  private let tokens: [QueryToken]
  private var position = 0
  private var depth = 0
  private var comparisonCount = 0

  private static let maximumDepth = 50
  private static let maximumComparisons = 200

  init(_ source: QueryText, keys: QueryKeys) throws {
    self.source = source
    self.keys = keys
    tokens = try QueryLexer(source).tokens()
  }

  /// The whole condition.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` that points at the place.
  mutating func parse() throws -> RunCondition {
    let condition = try any()
    guard current.kind == .end else {
      throw error("\(described(current)) where the condition could end", expected: "AND, OR or the end")
    }
    return condition
  }

  private var current: QueryToken { tokens[position] }

  private mutating func advance() -> QueryToken {
    let token = tokens[position]
    if position + 1 < tokens.count { position += 1 }
    return token
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard current.keyword == keyword else { return false }
    position += 1
    return true
  }

  private mutating func any() throws -> RunCondition {
    var parts = [try all()]
    while take("or") { parts.append(try all()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func all() throws -> RunCondition {
    var parts = [try not()]
    while take("and") { parts.append(try not()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func not() throws -> RunCondition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw error("parentheses and NOTs more than \(Self.maximumDepth) deep")
    }
    if take("not") { return .not(try not()) }
    guard current.kind == .openParenthesis else { return try comparison() }
    let open = advance()
    let condition = try any()
    guard current.kind == .closeParenthesis else {
      guard current.kind == .end else {
        throw error(described(current), expected: "AND, OR or a closing parenthesis")
      }
      throw source.error(at: open.range, "a parenthesis that is not closed")
    }
    _ = advance()
    return condition
  }

  private mutating func comparison() throws -> RunCondition {
    let key = current
    guard case .word(let name) = key.kind, !Self.isKeyword(key) else {
      throw error(
        described(key),
        expected: "a key such as status, train.learning_rate or test.accuracy")
    }
    position += 1
    comparisonCount += 1
    guard comparisonCount <= Self.maximumComparisons else {
      throw error("more than \(Self.maximumComparisons) comparisons")
    }
    if take("is") {
      let isNegated = take("not")
      guard take("null") else { throw error(described(current), expected: "NULL") }
      let missing = RunCondition.isMissing(try field(name, key.range, comparedWithNumber: false))
      return isNegated ? .not(missing) : missing
    }
    let isNegated = take("not")
    if take("in") { return negated(isNegated, try list(name, key.range)) }
    let sign = current
    let comparison: QueryComparison
    if take("like") {
      comparison = .like
    } else if case .comparison(let value) = sign.kind, !isNegated {
      position += 1
      comparison = value
    } else {
      throw error(
        described(current) + " behind '\(name)'",
        expected: isNegated ? "IN or LIKE" : "=, !=, <, <=, >, >=, ~, !~, LIKE, IN or IS NULL")
    }
    let value = try words()
    let field = try field(
      name, key.range, comparedWithNumber: !comparison.isTextual && QueryWords.number(value) != nil)
    return negated(isNegated, try condition(field, name, comparison, sign.range, value))
  }

  private func negated(_ isNegated: Bool, _ condition: RunCondition) -> RunCondition {
    isNegated ? .not(condition) : condition
  }

  private mutating func list(_ name: String, _ range: Range<Int>) throws -> RunCondition {
    let sign = current
    guard current.kind == .openParenthesis else {
      throw error(described(current), expected: "a list in parentheses, such as (1, 2)")
    }
    var values: [QueryWords] = []
    repeat {
      position += 1
      values.append(try words())
    } while current.kind == .comma
    guard current.kind == .closeParenthesis else {
      throw error(described(current), expected: "a comma or a closing parenthesis")
    }
    position += 1
    let isNumeric = values.allSatisfy { QueryWords.number($0) != nil }
    let field = try field(name, range, comparedWithNumber: isNumeric)
    return .any(try values.map { try condition(field, name, .equal, sign.range, $0) })
  }

  /// The value behind a sign. Words that follow each other belong together, as in `7 days ago`.
  private mutating func words() throws -> QueryWords {
    let first = advance()
    if case .quoted(let text) = first.kind {
      return QueryWords(words: [text], isQuoted: true, range: first.range)
    }
    guard case .word(let word) = first.kind, !Self.isKeyword(first) else {
      throw source.error(
        at: first.range, described(first),
        expected: "a value")
    }
    var value = QueryWords(words: [word], isQuoted: false, range: first.range)
    while case .word(let next) = current.kind, !Self.isKeyword(current) {
      value.words.append(next)
      value.range = value.range.lowerBound..<current.range.upperBound
      position += 1
    }
    return value
  }

  private static func isKeyword(_ token: QueryToken) -> Bool {
    ["and", "or", "not", "in", "like", "is"].contains(token.keyword ?? "")
  }

  private func field(_ name: String, _ range: Range<Int>, comparedWithNumber: Bool) throws -> RunField {
    try keys.field(name, at: range, of: source, comparedWithNumber: comparedWithNumber)
  }

  private func error(_ found: String, expected: String = "") -> ExperimentError {
    source.error(at: current.range, found, expected: expected)
  }

  private func described(_ token: QueryToken) -> String {
    token.kind == .end ? "the end of the condition" : "'\(String(Array(source.text)[token.range]))'"
  }
}
