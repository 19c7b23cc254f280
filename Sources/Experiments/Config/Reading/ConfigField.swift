/// A struct that is one section of a config file.
protocol ConfigSection: Sendable {
  /// Its keys, in the order in which they are written.
  static var fields: [ConfigField<Self>] { get }
}

/// One key of a section: how its value is read into the section and written from it.
struct ConfigField<Section>: Sendable {
  /// The key within the section.
  let key: String
  /// Reads the node into the section. It may be missing, and the place of the section then stands for it.
  let read: @Sendable (ConfigNode?, _ at: String, ConfigSource, inout Section, inout ConfigProblems) -> Void
  /// The values with their full keys, given the section's own.
  let write: @Sendable (Section, _ under: String) -> [(key: String, text: ConfigText)]
  /// The full keys that can stand here with what they may be, given the section's own.
  let leaves: @Sendable (_ under: String) -> [(key: String, allowed: String)]

  /// The full key within a section: `train` and `epochs` give `train.epochs`.
  static func join(_ section: String, _ key: String) -> String {
    section.isEmpty ? key : section + "." + key
  }
}

extension ConfigField {
  /// A key with one value.
  init<Value>(
    _ key: String, _ path: any WritableKeyPath<Section, Value> & Sendable, _ rule: ConfigRule<Value>,
    isRequired: Bool = false
  ) {
    self.key = key
    read = { node, place, source, section, problems in
      if let node {
        if let value = rule.read(node, at: place, &problems) { section[keyPath: path] = value }
      } else if isRequired {
        problems.report(
          source, found: "\(place) is missing", expected: rule.allowed,
          remedy: "Add it to the file or give it as --set \(place)=…")
      }
    }
    write = { [(ConfigField.join($1, key), rule.write($0[keyPath: path]))] }
    leaves = { [(ConfigField.join($0, key), rule.allowed)] }
  }

  /// A key with a section of its own; one that is left out or empty has all defaults.
  static func section<Inner: ConfigSection>(
    _ key: String, _ path: any WritableKeyPath<Section, Inner> & Sendable
  ) -> ConfigField {
    ConfigField(
      key: key,
      read: { node, place, source, section, problems in
        Inner.read(
          node ?? ConfigNode(content: .null, source: source), at: place, into: &section[keyPath: path],
          &problems)
      },
      write: { section, under in
        Inner.fields.flatMap { $0.write(section[keyPath: path], join(under, key)) }
      },
      leaves: { under in Inner.fields.flatMap { $0.leaves(join(under, key)) } })
  }
}

extension ConfigSection {
  /// Reads the keys of a mapping into the section; every key that is unknown or has a wrong value is reported.
  ///
  /// - Parameter path: the section's own key, empty for the whole file.
  static func read(
    _ node: ConfigNode, at path: String, into section: inout Self, _ problems: inout ConfigProblems
  ) {
    let keys = fields.map(\.key)
    guard let members = node.members else {
      problems.report(
        node.source, found: "\(path.isEmpty ? "the file" : path) is \(node.summary)",
        expected: "the keys \(keys.joined(separator: ", "))",
        remedy: "Write '\(path.isEmpty ? "data" : path):' and the keys below it, two spaces further right")
      return
    }
    problems.reportUnknownKeys(of: members, known: keys, in: path)
    for field in fields {
      let value = members.first { $0.key == field.key }?.value
      field.read(value, ConfigField<Self>.join(path, field.key), node.source, &section, &problems)
    }
  }
}

extension ConfigProblems {
  /// Notes each key of a mapping that is not among the known ones, with the one that was most likely meant.
  mutating func reportUnknownKeys(of members: [ConfigNode.Member], known: [String], in path: String) {
    for member in members where !known.contains(member.key) && !isFull {
      var remedy = ""
      if let nearest = NearestName.suggestion(for: member.key, among: known) {
        remedy = "Did you mean '\(nearest)'?"
      } else if let elsewhere = RunConfig.keys.first(where: {
        $0.key == member.key || $0.key.hasSuffix("." + member.key)
      }) {
        remedy = "There is '\(elsewhere.key)': write it under '\(elsewhere.section)'"
      }
      report(
        member.keySource,
        found: "unknown key '\(ConfigText.excerpt(member.key))'" + (path.isEmpty ? "" : " in \(path)"),
        expected: "one of " + known.joined(separator: ", "), remedy: remedy)
    }
  }
}

extension ConfigKey {
  /// The key of the section that this one stands in.
  fileprivate var section: String {
    key.lastIndex(of: ".").map { String(key[..<$0]) } ?? key
  }
}
