/// Takes a condition apart into words, signs and texts in quotes.
struct QueryLexer {
  private let source: QueryText
  private let characters: [Character]

  init(_ source: QueryText) {
    self.source = source
    characters = Array(source.text)
  }

  /// The tokens, the end last.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` at a quote without its end and at a lone `!`.
  func tokens() throws(ExperimentError) -> [QueryToken] {
    var tokens: [QueryToken] = []
    var position = 0
    while position < characters.count {
      guard !characters[position].isWhitespace else {
        position += 1
        continue
      }
      let token = try token(at: position)
      tokens.append(token)
      position = token.range.upperBound
    }
    return tokens + [QueryToken(kind: .end, range: characters.count..<characters.count)]
  }

  private func token(at start: Int) throws(ExperimentError) -> QueryToken {
    func sign(_ kind: QueryToken.Kind, _ count: Int) -> QueryToken {
      QueryToken(kind: kind, range: start..<(start + count))
    }
    switch characters[start] {
    case "(": return sign(.openParenthesis, 1)
    case ")": return sign(.closeParenthesis, 1)
    case ",": return sign(.comma, 1)
    case "'", "\"": return try quoted(at: start)
    default: break
    }
    let pair = String(characters[start..<min(start + 2, characters.count)])
    let aliases: [String: QueryComparison] = ["==": .equal, "<>": .unequal]
    if let comparison = aliases[pair] ?? (pair.count == 2 ? QueryComparison(rawValue: pair) : nil) {
      return sign(.comparison(comparison), 2)
    }
    if let comparison = QueryComparison(rawValue: String(characters[start])) {
      return sign(.comparison(comparison), 1)
    }
    guard characters[start] != "!" else {
      throw source.error(at: start..<(start + 1), "a lone '!'", expected: "!=, !~ or NOT")
    }
    var end = start
    while end < characters.count, isWord(characters[end]) { end += 1 }
    return QueryToken(kind: .word(String(characters[start..<end])), range: start..<end)
  }

  /// A text between two quotes of the same kind; doubled within, the quote stands for itself.
  private func quoted(at start: Int) throws(ExperimentError) -> QueryToken {
    let quote = characters[start]
    var text = ""
    var position = start + 1
    while position < characters.count {
      if characters[position] == quote {
        guard position + 1 < characters.count, characters[position + 1] == quote else {
          return QueryToken(kind: .quoted(text), range: start..<(position + 1))
        }
        position += 1
      }
      text.append(characters[position])
      position += 1
    }
    throw source.error(at: start..<(start + 1), "a text without its closing \(quote)")
  }

  private func isWord(_ character: Character) -> Bool {
    !character.isWhitespace && !"()'\",=!<>~".contains(character)
  }
}
