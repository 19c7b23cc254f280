internal import Foundation
internal import Net

extension ConfigRule<Bool> {
  /// `true` or `false`.
  static var boolean: ConfigRule {
    ConfigRule(
      scalar: "true or false", isQuotable: false,
      parse: { $0 == "true" ? true : $0 == "false" ? false : nil },
      write: { .literal($0 ? "true" : "false") },
      remedy: { text in
        switch text.lowercased() {
        case "yes", "on", "y", "1", "true": "Write 'true'"
        case "no", "off", "n", "0", "false": "Write 'false'"
        default: ""
        }
      })
  }
}

extension ConfigRule where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
  /// One of an enum's words.
  static func choice() -> ConfigRule {
    let words = Value.allCases.map(\.rawValue)
    return ConfigRule(
      scalar: words.joined(separator: " or "), isQuotable: true,
      parse: { Value(rawValue: $0) },
      write: { .literal($0.rawValue) },
      remedy: { NearestName.suggestion(for: $0, among: words).map { "Did you mean '\($0)'?" } ?? "" })
  }
}

extension ConfigRule<CheckpointSource> {
  /// `model.checkpoint`.
  static var checkpoint: ConfigRule {
    ConfigRule(
      scalar: "none, google, jibjib, run:<id>[@best|last|<epoch>] or the path of a file", isQuotable: true,
      parse: { text in ConfigRule<String>.isPrintable(text) ? CheckpointSource(text) : nil },
      write: { .text($0.description) },
      remedy: { text in
        let words = ["none", "google", "jibjib"]
        if let nearest = NearestName.suggestion(for: text, among: words) {
          return "Did you mean '\(nearest)'?"
        }
        return text.hasPrefix("run:") ? "" : "For a file in the working directory write './\(text)'"
      })
  }
}

extension ConfigRule<String> {
  /// A text that is not empty and has no control characters.
  static func text(_ allowed: String) -> ConfigRule {
    ConfigRule(
      scalar: allowed, isQuotable: true,
      parse: { !$0.isEmpty && isPrintable($0) ? $0 : nil }, write: { .text($0) },
      remedy: { isPrintable($0) ? "" : "It holds a control character, which it can't" })
  }

  /// `name`.
  static var runName: ConfigRule {
    ConfigRule(
      scalar: "1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit, and not 'last'",
      isQuotable: true, parse: { RunConfig.isValidName($0) ? $0 : nil }, write: { .text($0) })
  }

  /// A regular expression in ICU's syntax with one group: of a name, or the only one of the pattern.
  static func pattern(group: String? = nil) -> ConfigRule {
    let wanted = group.map { "the group (?<\($0)>…)" } ?? "exactly one group (…)"
    return ConfigRule(
      scalar: "a regular expression with \(wanted)", isQuotable: true,
      parse: { patternProblem($0, group: group) == nil ? $0 : nil },
      write: { .text($0) },
      remedy: { patternProblem($0, group: group) ?? "" })
  }

  /// What is wrong with a pattern; nil if nothing is.
  private static func patternProblem(_ pattern: String, group: String?) -> String? {
    guard pattern.count <= 1000 else { return "It is longer than 1000 characters" }
    guard isPrintable(pattern) else { return "It holds a control character; write it as an escape" }
    guard let expression = try? NSRegularExpression(pattern: pattern) else {
      return "It is no regular expression: look for brackets that don't match and a trailing backslash"
    }
    if let group {
      // A back reference to a group that does not exist does not compile.
      let hasGroup = (try? NSRegularExpression(pattern: pattern + "\n\\k<\(group)>")) != nil
      return hasGroup ? nil : "It has no group of that name: put (?<\(group)>…) around the part that tells"
    }
    let count = expression.numberOfCaptureGroups
    return count == 1 ? nil : "It has \(count) groups; (?:…) groups without counting"
  }

  static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

extension ConfigRule<[String]> {
  /// A list of different texts, at most 100.
  static func names(_ what: String) -> ConfigRule {
    let allowed = "a list of \(what), [] for none"
    return ConfigRule(
      allowed: allowed, write: { .list($0) },
      reader: { node, key, allowed, problems in
        if case .sequence(let nodes) = node.content, nodes.count <= 100 {
          return readItems(nodes, key, &problems)
        }
        let remedy =
          switch node.content {
          case .scalar(let text, _): "Write [\(ConfigText.excerpt(text))]"
          case .sequence(let nodes): "It has \(nodes.count) items of at most 100"
          case .null, .mapping: ""
          }
        problems.report(node.source, found: "\(key) is \(node.summary)", expected: allowed, remedy: remedy)
        return nil
      })
  }

  private static func readItems(
    _ nodes: [ConfigNode], _ key: String, _ problems: inout ConfigProblems
  ) -> [String]? {
    let item = ConfigRule<String>.text("a name")
    var names: [String] = []
    for (index, node) in nodes.enumerated() {
      guard let name = item.read(node, at: "\(key)[\(index)]", &problems) else { continue }
      if names.contains(name) {
        problems.report(
          node.source, found: "\(key) names '\(ConfigText.excerpt(name))' twice", expected: "each name once")
      }
      names.append(name)
    }
    return names.count == nodes.count ? names : nil
  }
}
