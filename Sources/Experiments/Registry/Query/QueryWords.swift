/// A value as it was written: one text in quotes, or words.
struct QueryWords {
  var words: [String]
  var isQuoted: Bool
  /// The characters it stands on.
  var range: Range<Int>

  /// The value as one text.
  var text: String { words.joined(separator: " ") }

  /// The number that an unquoted value is: `3e-5`, `90%`; nil for others.
  static func number(_ value: QueryWords) -> Double? {
    guard !value.isQuoted, value.words.count == 1, let word = value.words.first else { return nil }
    let isPercent = word.hasSuffix("%")
    guard let number = Double(isPercent ? String(word.dropLast()) : word), number.isFinite else { return nil }
    return isPercent ? number / 100 : number
  }
}
