/// A config with all defaults and overrides in place, and where each of its values came from.
public struct ResolvedConfig: Sendable, Hashable, Codable {
  /// The values.
  public var config: RunConfig
  /// Where they came from, by dotted key; the items of a list as `model.frozen[0]`, sections as a whole too. What has
  /// no entry is a default.
  public var sources: [String: ConfigSource]

  /// A config with the places it was read from; without any, all counts as default.
  public init(config: RunConfig, sources: [String: ConfigSource] = [:]) {
    self.config = config
    self.sources = sources
  }

  /// Where the value of a flattened key came from. An item of a list whose own place is unknown has its list's.
  public func source(of key: String) -> ConfigSource {
    sources[key] ?? key.firstIndex(of: "[").flatMap { sources[String(key[..<$0])] } ?? .default
  }

  /// `file:line:column` or `--set key=value` for errors of later stages; nil for a default.
  ///
  /// - Parameter key: a dotted key such as `model.frozen`, an item such as `model.frozen[1]`, or a section.
  public func place(of key: String) -> String? { source(of: key).place }

  /// Every key with its value and where that came from, in the order of the sections.
  public var provenance: [(entry: ConfigEntry, source: ConfigSource)] {
    config.flattened.map { ($0, source(of: $0.key)) }
  }

  /// The config as YAML with a comment behind each value that says where it came from. Reading it gives an equal config.
  public func yaml() -> String {
    config.yaml { ConfigText.excerpt(source(of: $0).description, limit: 200) }
  }

  /// An error of a later stage at the place of a key, such as a layer in `model.frozen` that the network does not have.
  public func error(
    at key: String, found: String, expected: String = "", remedy: String = ""
  ) -> ExperimentError {
    ExperimentError(.invalidConfig, found: found, expected: expected, place: place(of: key), remedy: remedy)
  }
}
