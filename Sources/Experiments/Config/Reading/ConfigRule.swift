/// What one key may be: how its value is read and checked, how it is written, and both in words.
struct ConfigRule<Value: Sendable>: Sendable {
  /// Reads a node, or reports a problem that names the key and what is allowed there.
  typealias Reader = @Sendable (ConfigNode, _ key: String, _ allowed: String, inout ConfigProblems) -> Value?

  /// Type, range or choices in words, as errors and the reference state them.
  let allowed: String
  /// The value as text that ``read(_:at:_:)`` takes.
  let write: @Sendable (Value) -> ConfigText
  private let reader: Reader

  /// A rule from its parts.
  init(allowed: String, write: @escaping @Sendable (Value) -> ConfigText, reader: @escaping Reader) {
    self.allowed = allowed
    self.write = write
    self.reader = reader
  }

  /// The value of a node; nil once a problem has been reported.
  func read(_ node: ConfigNode, at key: String, _ problems: inout ConfigProblems) -> Value? {
    reader(node, key, allowed, &problems)
  }

  /// A rule for one word, number or text. `parse` returns nil for what is not allowed.
  ///
  /// - Parameter isQuotable: whether a value in quotes is taken too, as for texts.
  init(
    scalar allowed: String, isQuotable: Bool, parse: @escaping @Sendable (String) -> Value?,
    write: @escaping @Sendable (Value) -> ConfigText,
    remedy: @escaping @Sendable (String) -> String = { _ in "" }
  ) {
    self.init(
      allowed: allowed, write: write,
      reader: { node, key, allowed, problems in
        var advice = ""
        if case .scalar(let text, let isQuoted) = node.content {
          let value = parse(text)
          if let value, isQuotable || !isQuoted { return value }
          advice = value == nil ? remedy(text) : "Write it without quotes"
        }
        problems.report(
          node.source, found: "\(key) is \(node.summary)", expected: allowed, remedy: advice)
        return nil
      })
  }

  /// The same rule, with a word of its own for nil.
  func orNull(_ word: String) -> ConfigRule<Value?> {
    let rule = self
    return ConfigRule<Value?>(
      allowed: "\(allowed), or \(word)",
      write: { $0.map(rule.write) ?? .literal(word) },
      reader: { node, key, allowed, problems in
        switch node.content {
        case .null where word == "null", .scalar(word, isQuoted: false): return .some(nil)
        default: return rule.reader(node, key, allowed, &problems).map { .some($0) }
        }
      })
  }
}
