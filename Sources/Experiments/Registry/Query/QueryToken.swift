/// A piece of a condition, with its place for errors.
struct QueryToken: Hashable {
  /// What it is.
  enum Kind: Hashable {
    /// A name, number, date or keyword, as written.
    case word(String)
    /// A text in quotes, without them.
    case quoted(String)
    /// `=`, `<` and the like.
    case comparison(QueryComparison)
    case openParenthesis
    case closeParenthesis
    case comma
    case end
  }

  var kind: Kind
  /// The characters of the condition that it stands on; empty at the end.
  var range: Range<Int>

  /// The word in lower case, to be compared with keywords; nil for what is in quotes and for signs.
  var keyword: String? {
    if case .word(let text) = kind { text.lowercased() } else { nil }
  }
}

/// How two values are compared.
enum QueryComparison: String, Hashable, CaseIterable {
  case equal = "="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// Contains the text, whatever the case of its letters.
  case contains = "~"
  /// Doesn't contain it.
  case lacks = "!~"
  /// SQL's pattern: `%` for any text, `_` for one character.
  case like = "LIKE"

  /// Whether it asks which value comes first.
  var isOrdering: Bool { [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(self) }
  /// Whether it looks into a text.
  var isTextual: Bool { [.contains, .lacks, .like].contains(self) }
}
