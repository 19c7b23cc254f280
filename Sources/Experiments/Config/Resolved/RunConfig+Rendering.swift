extension RunConfig {
  /// Every value with its dotted key, in the order of the sections; of the split only the keys of its kind.
  public var flattened: [ConfigEntry] {
    lines.map { ConfigEntry(key: $0.key, value: $0.text.plain) }
  }

  /// The config as YAML in a fixed order of keys, everything written out. Reading it gives an equal config.
  public func yaml() -> String { yaml { _ in nil } }

  /// The config as YAML with a comment of the caller's behind the keys that it has something to say about.
  func yaml(comment: (_ key: String) -> String?) -> String {
    var result = ""
    var open: [Substring] = []
    for (key, text) in lines {
      let parts = key.split(separator: ".")
      let sections = parts.dropLast()
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      for depth in shared..<max(shared, sections.count) {
        result += String(repeating: "  ", count: depth) + sections[depth] + ":\n"
      }
      open = Array(sections)
      result += String(repeating: "  ", count: sections.count) + parts[parts.count - 1] + ": " + text.yaml
      if let comment = comment(key) { result += "  # " + comment }
      result += "\n"
    }
    return result
  }

  private var lines: [(key: String, text: ConfigText)] { RunConfig.fields.flatMap { $0.write(self, "") } }
}
