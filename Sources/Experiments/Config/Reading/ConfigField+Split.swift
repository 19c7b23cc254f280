extension ConfigField {
  /// `data.split`, whose keys depend on its kind: `validation` and `test`, `folds`, `manifest` or `column`.
  static func split(
    _ key: String, _ path: any WritableKeyPath<Section, SplitConfig> & Sendable
  ) -> ConfigField {
    ConfigField(
      key: key,
      read: { node, place, _, section, problems in
        guard let node else { return }
        var reader = SplitReader(node: node, key: place)
        if let split = reader.read(&problems) { section[keyPath: path] = split }
      },
      write: { section, under in
        section[keyPath: path].lines.map { (join(join(under, key), $0.key), $0.text) }
      },
      leaves: { under in SplitReader.leaves.map { (join(join(under, key), $0.key), $0.allowed) } })
  }
}

extension SplitConfig {
  /// The values with their keys below `data.split`.
  fileprivate var lines: [(key: String, text: ConfigText)] {
    let number = SplitReader.fraction.write
    switch self {
    case .random(let validation, let test):
      return [("validation", number(validation)), ("test", number(test))]
    case .folds(let count, let test, let validation):
      let folds: [(String, ConfigText)] = [
        ("folds.count", .literal(String(count))), ("folds.test", .literal(String(test))),
      ]
      return folds + lines(validation) { .literal(String($0)) }
    case .foldsByPattern(let pattern, let test, let validation):
      let folds: [(String, ConfigText)] = [("folds.pattern", .text(pattern)), ("folds.test", .text(test))]
      return folds + lines(validation) { .text($0) }
    case .manifest(let path):
      return [("manifest", .text(path))]
    case .column(let name):
      return [("column", .text(name))]
    }
  }

  private func lines<Fold>(
    _ validation: FoldValidation<Fold>, text: (Fold) -> ConfigText
  ) -> [(String, ConfigText)] {
    switch validation {
    case .none: []
    case .fraction(let share): [("validation", SplitReader.fraction.write(share))]
    case .fold(let fold): [("folds.validation", text(fold))]
    }
  }
}
