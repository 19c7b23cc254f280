extension ConfigField {
  /// `train.schedule`.
  static func schedule(
    _ key: String, _ path: any WritableKeyPath<Section, ScheduleConfig> & Sendable
  ) -> ConfigField {
    ConfigField(
      key: key,
      read: { node, place, _, section, problems in
        guard let node else { return }
        var reader = ScheduleReader(node: node, key: place)
        if let schedule = reader.read(&problems) { section[keyPath: path] = schedule }
      },
      write: { section, under in
        section[keyPath: path].lines.map { (join(join(under, key), $0.key), $0.text) }
      },
      leaves: { under in ScheduleReader.leaves.map { (join(join(under, key), $0.key), $0.allowed) } })
  }
}

extension ScheduleConfig {
  /// The values with their keys below `train.schedule`.
  fileprivate var lines: [(key: String, text: ConfigText)] {
    typealias Reader = ScheduleReader
    let own: [(String, ConfigText)]
    let kind: Reader.Kind
    switch shape {
    case .constant: (kind, own) = (.constant, [])
    case .cosine(let minimum): (kind, own) = (.cosine, [("minimum", Reader.minimum.write(minimum))])
    case .step(let every, let factor):
      (kind, own) = (
        .step, [("every", Reader.every.write(every)), ("factor", Reader.factor.write(factor))]
      )
    case .milestones(let epochs, let factor):
      (kind, own) = (
        .step, [("milestones", Reader.milestones.write(epochs)), ("factor", Reader.factor.write(factor))]
      )
    case .plateau(let rule):
      kind = .plateau
      own = [
        ("metric", Reader.metric.write(rule.figure)), ("factor", Reader.factor.write(rule.factor)),
        ("patience", Reader.patience.write(rule.patience)),
        ("threshold", Reader.threshold.write(rule.threshold)),
        ("cooldown", Reader.patience.write(rule.cooldown)), ("minimum", Reader.minimum.write(rule.minimum)),
      ]
    }
    return [("kind", Reader.kind.write(kind)), ("warmup_epochs", Reader.warmup.write(warmupEpochs))] + own
  }
}
