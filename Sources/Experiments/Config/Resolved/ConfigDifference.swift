/// A key in which configs differ, with the value that each of them has.
public struct ConfigDifference: Sendable, Hashable, Codable {
  /// The dotted key.
  public var key: String
  /// One value a config, in their order; nil where a config does not have the key, as with two kinds of split.
  public var values: [String?]

  /// A key with one value a config.
  public init(key: String, values: [String?]) {
    self.key = key
    self.values = values
  }

  /// The keys in which flattened configs differ: first in the order of the first config, then of the second, and so on.
  /// Empty for fewer than two configs.
  public static func between(_ configs: [[ConfigEntry]]) -> [ConfigDifference] {
    let values = configs.map { entries in
      Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    }
    var seen: Set<String> = []
    let keys = configs.joined().map(\.key).filter { seen.insert($0).inserted }
    return keys.compactMap { key in
      let row = values.map { $0[key] }
      return Set(row).count > 1 ? ConfigDifference(key: key, values: row) : nil
    }
  }
}
