extension ConfigField {
  /// A key that is null, or a section of its own whose keys have defaults.
  static func optionalSection<Inner: ConfigSection>(
    _ key: String, _ path: any WritableKeyPath<Section, Inner?> & Sendable, default value: Inner
  ) -> ConfigField {
    ConfigField(
      key: key,
      read: { node, place, _, section, problems in
        guard let node else { return }
        switch node.content {
        case .null, .scalar("null", isQuoted: false): section[keyPath: path] = nil
        default:
          var inner = value
          Inner.read(node, at: place, into: &inner, &problems)
          section[keyPath: path] = inner
        }
      },
      write: { section, under in
        guard let inner = section[keyPath: path] else { return [(join(under, key), .literal("null"))] }
        return Inner.fields.flatMap { $0.write(inner, join(under, key)) }
      },
      leaves: { under in
        [(join(under, key), "the keys below, or null")]
          + Inner.fields.flatMap { $0.leaves(join(under, key)) }
      })
  }
}
