extension ConfigRule {
  /// Keys of the user's own with a value each, `{}` for none, at most 10,000.
  static func mapping<Key: Sendable, Item: Sendable, Element: Sendable>(
    _ allowed: String, key keyRule: ConfigRule<Key>, value valueRule: ConfigRule<Item>,
    make: @escaping @Sendable (Key, Item) -> Element,
    parts: @escaping @Sendable (Element) -> (key: Key, value: Item)
  ) -> ConfigRule where Value == [Element] {
    ConfigRule(
      allowed: allowed,
      write: { elements in
        .mapping(
          elements.map { element in
            let (key, value) = parts(element)
            return ConfigText.Member(key: keyRule.write(key), value: valueRule.write(value))
          })
      },
      reader: { node, path, allowed, problems in
        guard let members = node.members, members.count <= 10_000 else {
          problems.report(node.source, found: "\(path) is \(node.summary)", expected: allowed)
          return nil
        }
        var elements: [Element] = []
        for member in members {
          let keyNode = ConfigNode(content: .scalar(member.key, isQuoted: false), source: member.keySource)
          let key = keyRule.read(keyNode, at: "a key of \(path)", &problems)
          let value = valueRule.read(member.value, at: ConfigField<Never>.join(path, member.key), &problems)
          if let key, let value { elements.append(make(key, value)) }
        }
        return elements.count == members.count ? elements : nil
      })
  }
}

extension ConfigRule<[LayerLearningRate]> {
  /// `model.learning_rates`.
  static var learningRates: ConfigRule {
    mapping(
      "layer names with a learning rate above 0 and at most 1 each, {} for none",
      key: .text("a layer name"), value: .number(above: 0, through: 1),
      make: { LayerLearningRate($0, $1) }, parts: { ($0.layers, $0.learningRate) })
  }
}

extension ConfigRule<[Unfreezing]> {
  /// `model.unfreeze`.
  static var unfreezing: ConfigRule {
    mapping(
      "epochs from 2 on with a layer name or a list of them each, {} for none",
      key: .integer(2...100_000), value: .oneOrMore("layer names"),
      make: { Unfreezing(epoch: $0, layers: $1) }, parts: { ($0.epoch, $0.layers) })
  }
}

extension ConfigRule<[String]> {
  /// A name, or a list of different ones.
  static func oneOrMore(_ what: String) -> ConfigRule {
    let list = names(what)
    return ConfigRule(
      allowed: "a list of \(what)", write: { $0.count == 1 ? .text($0[0]) : .list($0) },
      reader: { node, key, allowed, problems in
        guard case .scalar = node.content else { return list.read(node, at: key, &problems) }
        return ConfigRule<String>.text(allowed).read(node, at: key, &problems).map { [$0] }
      })
  }
}

extension ConfigRule<ClassWeights> {
  /// `train.class_weights`.
  static var classWeights: ConfigRule {
    let allowed = "none, inverse, effective, or class names with a weight above 0 and at most 10000 each"
    let word = ConfigRule<ClassWeights.Balance>.choice()
    let weights = ConfigRule<[ClassWeights.Weight]>.mapping(
      allowed, key: .text("the name of a class"), value: .number(above: 0, through: 10_000),
      make: { ClassWeights.Weight($0, $1) }, parts: { ($0.name, $0.weight) })
    return ConfigRule(
      allowed: allowed,
      write: { value in
        switch value {
        case .balance(let balance): word.write(balance)
        case .given(let given): weights.write(given)
        }
      },
      reader: { node, key, _, problems in
        guard case .scalar = node.content else {
          return weights.read(node, at: key, &problems).map { .given($0) }
        }
        return word.read(node, at: key, &problems).map { .balance($0) }
      })
  }
}
