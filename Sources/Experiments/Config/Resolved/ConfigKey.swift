/// One key that a config may have, for reference pages and completion.
public struct ConfigKey: Sendable, Hashable {
  /// The dotted key.
  public var key: String
  /// Type, range or choices of its value, in words.
  public var allowed: String
  /// The default as it would stand in the file; nil for a key that must be given or has no value of its own.
  public var defaultValue: String?
}

extension RunConfig {
  /// Every key that a config may have, in the order in which they are written.
  public static let keys: [ConfigKey] = {
    let example = RunConfig(name: "", data: DataConfig(folder: ""))
    let defaults = Dictionary(uniqueKeysWithValues: example.flattened.map { ($0.key, $0.value) })
    return fields.flatMap { $0.leaves("") }.map { key, allowed in
      let value = defaults[key].flatMap { $0.isEmpty ? nil : $0 }
      return ConfigKey(key: key, allowed: allowed, defaultValue: value)
    }
  }()
}
