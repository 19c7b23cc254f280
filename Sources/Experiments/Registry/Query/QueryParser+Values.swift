extension QueryParser {
  /// A comparison whose value has the kind that its key asks for.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` at the value, or at the sign where it makes no sense.
  func condition(
    _ field: RunField, _ name: String, _ comparison: QueryComparison, _ sign: Range<Int>, _ words: QueryWords
  ) throws -> RunCondition {
    func refuse(_ expected: String) -> ExperimentError {
      source.error(at: words.range, "'\(words.text)' for \(name)", expected: expected)
    }
    func require(_ isFitting: Bool, _ expected: String) throws {
      guard isFitting else {
        throw source.error(at: sign, "'\(comparison.rawValue)' for \(name)", expected: expected)
      }
    }
    switch field {
    case .text, .tag:
      try require(!comparison.isOrdering, "=, !=, ~, !~, LIKE or IN")
      guard words.isQuoted || words.words.count == 1 else { throw refuse("several words in quotes") }
      return .comparison(field, comparison, .text(words.text))
    case .status:
      try require(comparison == .equal || comparison == .unequal, "=, != or IN")
      guard RunStatus(rawValue: words.text) != nil else {
        let names = RunStatus.allCases.map(\.rawValue)
        let nearest = NearestName.suggestion(for: words.text, among: names)
        throw refuse(names.joined(separator: ", ") + (nearest.map { " (did you mean '\($0)'?)" } ?? ""))
      }
      return .comparison(field, comparison, .text(words.text))
    case .time:
      try require(!comparison.isTextual, "=, !=, <, <=, >, >= or IN")
      let parts = words.isQuoted ? words.text.split(separator: " ").map(String.init) : words.words
      guard let time = QueryTime.value(parts) else { throw refuse(QueryTime.forms) }
      return .comparison(field, comparison, time)
    case .count, .metric, .evaluation:
      try require(!comparison.isTextual, "=, !=, <, <=, >, >= or IN")
      guard let number = QueryWords.number(words) else { throw refuse("a number") }
      return .comparison(field, comparison, .number(number))
    case .config:
      guard words.isQuoted || words.words.count == 1 else { throw refuse("several words in quotes") }
      if !comparison.isTextual, let number = QueryWords.number(words) {
        return .comparison(field, comparison, .number(number))
      }
      guard !comparison.isOrdering else { throw refuse("a number") }
      return .comparison(field, comparison, .text(words.text))
    }
  }
}
