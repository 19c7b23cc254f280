/// One `--set key=value`.
struct ConfigOverride {
  /// The keys from the outermost section on.
  let path: [String]
  /// The value, with the override as its source.
  let value: ConfigNode

  /// Parses `key=value`; the value is YAML on one line, such as `3e-5`, `[conv1, conv2]` or `{folds: {count: 5, test: 1}}`.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` that names the override.
  init(_ text: String) throws(ExperimentError) {
    let source = ConfigSource.override(text)
    guard let separator = text.firstIndex(of: "=") else {
      throw ExperimentError(
        .invalidConfig, found: "an override without '='", expected: "key=value, such as train.epochs=5",
        place: source.place)
    }
    let keys = text[..<separator].split(separator: ".", omittingEmptySubsequences: false).map {
      String($0.trimming { $0 == " " })
    }
    guard keys.allSatisfy({ !$0.isEmpty }), keys.count <= 8 else {
      throw ExperimentError(
        .invalidConfig, found: "'\(ConfigText.excerpt(String(text[..<separator])))' is no key",
        expected: "a dotted key such as train.epochs", place: source.place)
    }
    let value = String(text[text.index(after: separator)...])
    guard value.utf8.count <= 65_536, !value.contains(where: \.isNewline) else {
      throw ExperimentError(
        .invalidConfig, found: "a value over several lines or longer than 65,536 bytes",
        expected: "one line", place: source.place)
    }
    path = keys
    self.value =
      try ConfigDocument.parse(value, source: { _, _ in source })
      ?? ConfigNode(content: .null, source: source)
  }
}

extension Substring {
  /// Without the characters at both ends that a test picks.
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    var result = self.drop(while: isTrimmed)
    while let last = result.last, isTrimmed(last) { result.removeLast() }
    return result
  }
}
