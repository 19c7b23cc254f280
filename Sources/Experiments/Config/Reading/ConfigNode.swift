/// A value of a config as it was written, with the place that errors about it name.
struct ConfigNode: Sendable {
  /// What was written.
  enum Content: Sendable {
    /// Nothing, `~` or `null`.
    case null
    /// A word, number or quoted text.
    case scalar(String, isQuoted: Bool)
    /// A list.
    case sequence([ConfigNode])
    /// Keys with values, in the order of the file.
    case mapping([Member])
  }

  /// A key with its value.
  struct Member: Sendable {
    var key: String
    var keySource: ConfigSource
    var value: ConfigNode
  }

  var content: Content
  var source: ConfigSource

  /// The members of a mapping; none for nothing; nil for anything else.
  var members: [Member]? {
    switch content {
    case .null: []
    case .mapping(let members): members
    case .scalar, .sequence: nil
    }
  }

  /// The value in a few words, for messages.
  var summary: String {
    switch content {
    case .null: "empty"
    case .scalar(let text, isQuoted: false): "'\(ConfigText.excerpt(text))'"
    case .scalar(let text, isQuoted: true): "the quoted text \"\(ConfigText.excerpt(text))\""
    case .sequence: "a list"
    case .mapping: "a mapping of keys"
    }
  }

  /// The same tree with the value at a path of keys replaced by another one; what stands in the way, or is missing
  /// between, becomes a mapping that has the other value's source.
  func replacing(_ path: ArraySlice<String>, by value: ConfigNode) -> ConfigNode {
    guard let key = path.first else { return value }
    var result = self
    var members = self.members ?? []
    if self.members == nil || members.isEmpty { result.source = value.source }
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = members[index].value.replacing(path.dropFirst(), by: value)
    } else {
      let empty = ConfigNode(content: .null, source: value.source)
      members.append(
        Member(key: key, keySource: value.source, value: empty.replacing(path.dropFirst(), by: value)))
    }
    result.content = .mapping(members)
    return result
  }

  /// The source of every value in the tree by dotted key, lists' items as `key[index]`.
  func sources(under path: String = "") -> [String: ConfigSource] {
    var result: [String: ConfigSource] = path.isEmpty ? [:] : [path: source]
    switch content {
    case .null, .scalar: break
    case .sequence(let items):
      for (index, item) in items.enumerated() { result["\(path)[\(index)]"] = item.source }
    case .mapping(let members):
      for member in members {
        let key = path.isEmpty ? member.key : path + "." + member.key
        result.merge(member.value.sources(under: key)) { _, inner in inner }
      }
    }
    return result
  }
}
