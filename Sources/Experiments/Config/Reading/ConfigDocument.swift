internal import Yams

/// Turns YAML text into a tree of nodes with places. Everything about Yams stays in here.
enum ConfigDocument {
  /// Parses one document.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - source: the place of a line and column, counted from 1.
  /// - Returns: the root, or nil if there is nothing but comments.
  /// - Throws: ``ExperimentError/Code/invalidConfig`` for what is no YAML, or none that configs are written in.
  static func parse(
    _ text: String, source: (_ line: Int, _ column: Int) -> ConfigSource
  ) throws(ExperimentError) -> ConfigNode? {
    do {
      try ConfigSyntax.check(text)
    } catch {
      throw ExperimentError(
        .invalidConfig, found: error.found, expected: error.expected,
        place: source(error.line, error.column).place, remedy: error.remedy)
    }
    let root: Node?
    do {
      root = try compose(yaml: text, .basic, .default, .utf8)
    } catch {
      throw translate(error, in: text, source: source)
    }
    guard let root else { return nil }
    return try convert(root, source: source)
  }

  private static func convert(
    _ node: Node, source: (Int, Int) -> ConfigSource
  ) throws(ExperimentError) -> ConfigNode {
    let place = node.mark.map { source($0.line, $0.column) } ?? source(1, 1)
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      let isNull = !isQuoted && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return ConfigNode(content: isNull ? .null : .scalar(scalar.string, isQuoted: isQuoted), source: place)
    case .sequence(let nodes):
      var items: [ConfigNode] = []
      for node in nodes { items.append(try convert(node, source: source)) }
      return ConfigNode(content: .sequence(items), source: place)
    case .mapping(let pairs):
      var members: [ConfigNode.Member] = []
      for (key, value) in pairs {
        let keyPlace = key.mark.map { source($0.line, $0.column) } ?? place
        guard case .scalar(let name) = key else {
          throw ExperimentError(
            .invalidConfig, found: "a key that is a list or mapping", expected: "a word as the key",
            place: keyPlace.place)
        }
        members.append(
          ConfigNode.Member(
            key: name.string, keySource: keyPlace, value: try convert(value, source: source)))
      }
      return ConfigNode(content: .mapping(members), source: place)
    case .alias:
      throw ExperimentError(
        .invalidConfig, found: "an alias", expected: "the value itself: configs have no anchors",
        place: place.place)
    }
  }

  private static func translate(
    _ error: any Error, in text: String, source: (Int, Int) -> ConfigSource
  ) -> ExperimentError {
    let hint = "Look at this line and the one above: indentation, colons, brackets and quotes"
    func failure(
      _ problem: String, line: Int = 1, column: Int = 1, _ remedy: String = hint
    ) -> ExperimentError {
      ExperimentError(
        .invalidConfig, found: "this is not valid YAML: \(problem)", place: source(line, column).place,
        remedy: remedy)
    }
    guard let error = error as? YamlError else { return failure(String(describing: error)) }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return failure(problem, line: mark.line, column: mark.column)
    case .composer(_, let problem, let mark, _):
      return failure(
        problem, line: mark.line, column: mark.column,
        "A config is one document: remove what follows a second '---'")
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.reduce(1) { $0 + ($1.isNewline ? 1 : 0) }
      let column = before.unicodeScalars.reversed().prefix { !Character($0).isNewline }.count + 1
      return failure(problem, line: line, column: column, "Remove the character")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\(ConfigText.excerpt($0))'" }.joined(separator: ", ")
      return ExperimentError(
        .invalidConfig, found: "\(names) stands here more than once", expected: "each key once",
        place: source(context.mark.line, context.mark.column).place, remedy: "Remove all but one")
    case .memory:
      return failure("it is nested too deeply")
    case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return failure(String(describing: error))
    }
  }
}
