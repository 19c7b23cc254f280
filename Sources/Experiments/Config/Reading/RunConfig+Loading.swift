extension RunConfig {
  /// Reads a config file and puts overrides over it.
  ///
  /// - Parameters:
  ///   - path: the YAML file, at most 1 MiB.
  ///   - overrides: `key=value` each, the later ones over the earlier. A value replaces all that the file says for its
  ///     key, be that one number or a whole section.
  /// - Returns: the values with where each came from.
  /// - Throws: ``ExperimentError`` with code `missingFile`, `inputOutput` or `invalidConfig`. All mistakes that reading
  ///   can find come in one error, the first in front and the rest in its `others`.
  public static func load(
    path: String, overrides: [String] = []
  ) throws(ExperimentError) -> ResolvedConfig {
    try parse(ConfigFile.bytes(ofFile: path), path: path, overrides: overrides)
  }

  /// Reads a config from a file's bytes, as ``load(path:overrides:)`` does.
  ///
  /// - Parameters:
  ///   - bytes: the YAML in UTF-8.
  ///   - path: what errors call it; its stem is the default name.
  ///   - overrides: as above.
  public static func parse(
    _ bytes: [UInt8], path: String, overrides: [String] = []
  ) throws(ExperimentError) -> ResolvedConfig {
    try resolve(root(of: bytes, path: path), path: path, overrides: overrides)
  }

  /// The keys of a config file as they stand in it.
  static func root(of bytes: [UInt8], path: String) throws(ExperimentError) -> ConfigNode {
    guard bytes.count <= ConfigFile.maximumCount else {
      throw ExperimentError(
        .invalidConfig, found: "\(bytes.count) bytes", expected: "at most \(ConfigFile.maximumCount)",
        place: path)
    }
    let text = try ConfigFile.text(of: bytes, path: path)
    let document = try ConfigDocument.parse(text) { .file(path: path, line: $0, column: $1) }
    guard let root = document, case .mapping = root.content else {
      throw ExperimentError(
        .invalidConfig, found: document.map { "the file is \($0.summary)" } ?? "the file is empty",
        expected: "keys such as data, model and train", place: path,
        remedy: "configs/quickstart.yaml is one to start from")
    }
    return root
  }

  /// A config from its keys, with overrides over it.
  static func resolve(
    _ root: ConfigNode, path: String, overrides: [String] = []
  ) throws(ExperimentError) -> ResolvedConfig {
    var root = root
    for override in overrides {
      let override = try ConfigOverride(override)
      root = root.replacing(override.path[...], by: override.value)
    }
    if let sweep = root.members?.first(where: { $0.key == "sweep" }) {
      guard sweep.value.isNull else {
        throw ExperimentError(
          .invalidConfig, found: "the config is a sweep", expected: "one run",
          place: sweep.keySource.place,
          remedy: "Run its trials with jx sweep \(path), or the config without it with --set sweep=null.")
      }
      root = root.removing("sweep")
    }
    var config = RunConfig(name: defaultName(forFile: path), data: DataConfig())
    var problems = ConfigProblems()
    read(root, at: "", into: &config, &problems)
    if let error = problems.error { throw error }
    return ResolvedConfig(config: config, sources: root.sources())
  }
}
