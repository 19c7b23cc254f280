/// What one key may be: how its value is read and checked, how it is written, and both in words.
struct ConfigRule<Value: Sendable>: Sendable {
  /// Type, range or choices in words, as errors and the reference state them.
  let allowed: String
  /// The value of a node, or nil once a problem has been reported that names the key.
  let read: @Sendable (ConfigNode, _ key: String, inout ConfigProblems) -> Value?
  /// The value as text that ``read`` takes.
  let write: @Sendable (Value) -> ConfigText

  /// A rule for one word, number or text. `parse` returns nil for what is not allowed.
  ///
  /// - Parameter quotable: whether a value in quotes is taken too, as for texts.
  init(
    scalar allowed: String, quotable: Bool, parse: @escaping @Sendable (String) -> Value?,
    write: @escaping @Sendable (Value) -> ConfigText,
    remedy: @escaping @Sendable (String) -> String = { _ in "" }
  ) {
    self.init(allowed: allowed, write: write) { node, key, problems in
      guard case .scalar(let text, let isQuoted) = node.content else {
        problems.report(node.source, found: "\(key) is \(node.summary)", expected: allowed)
        return nil
      }
      guard !isQuoted || quotable else {
        problems.report(
          node.source, found: "\(key) is \(node.summary)", expected: allowed,
          remedy: parse(text) == nil ? "" : "Write it without quotes")
        return nil
      }
      guard let value = parse(text) else {
        problems.report(
          node.source, found: "\(key) is \(node.summary)", expected: allowed, remedy: remedy(text))
        return nil
      }
      return value
    }
  }

  /// A rule from its parts.
  init(
    allowed: String, write: @escaping @Sendable (Value) -> ConfigText,
    read: @escaping @Sendable (ConfigNode, String, inout ConfigProblems) -> Value?
  ) {
    self.allowed = allowed
    self.read = read
    self.write = write
  }

  /// The same rule, with a word of its own for nil.
  func orNull(_ word: String) -> ConfigRule<Value?> {
    let rule = self
    return ConfigRule<Value?>(
      allowed: "\(allowed), or \(word)",
      write: { $0.map(rule.write) ?? .literal(word) },
      read: { node, key, problems in
        switch node.content {
        case .null where word == "null", .scalar(word, isQuoted: false): return .some(nil)
        default:
          guard let value = rule.read(node, key, &problems) else { return nil }
          return .some(value)
        }
      })
  }
}
