internal import Foundation
internal import Net

/// A key of a config with the values that a sweep tries for it.
public struct SweepParameter: Sendable, Hashable {
  /// The dotted key.
  public var key: String
  /// The values.
  public var values: SweepValues

  /// A value by chance, as YAML on one line: a function of the sweep's seed, the trial's number and the key alone.
  func draw(seed: UInt64, trial: Int) -> String {
    var stream = RandomStream(seed: seed, purpose: "sweep trial \(trial) \(key)")
    let share = stream.nextUniform()
    switch values {
    case .choices(let choices): return choices[stream.next(below: choices.count)]
    case .uniform(let lower, let upper): return Self.text(lower + share * (upper - lower))
    case .logUniform(let lower, let upper): return Self.text(lower * pow(upper / lower, share))
    case .integers(let lower, let upper): return String(lower + stream.next(below: upper - lower + 1))
    }
  }

  /// A number with four significant digits: what follows them says nothing about a setting.
  static func text(_ value: Double) -> String {
    String(format: "%.4g", locale: Locale(identifier: "en_US_POSIX"), value)
  }
}

/// What a sweep tries for a key.
public enum SweepValues: Sendable, Hashable {
  /// These, each as YAML on one line.
  case choices([String])
  /// Numbers from one to another, all equally likely.
  case uniform(Double, Double)
  /// Numbers above 0 whose logarithms are equally likely.
  case logUniform(Double, Double)
  /// Whole numbers from one to another, both included.
  case integers(Int, Int)
}

extension ConfigRule<SweepValues> {
  /// The values of one parameter.
  static var sweepValues: ConfigRule {
    let allowed = "a list of values, {uniform: [a, b]}, {log: [a, b]} or {integer: [a, b]}"
    return ConfigRule(
      allowed: allowed, write: { .literal("\($0)") },
      reader: { node, key, allowed, problems in
        if let values = value(of: node) { return values }
        problems.report(
          node.source, found: "\(key) is \(node.summary)", expected: allowed,
          remedy:
            "A list has at least one value and none twice; both ends of a range are numbers, the second "
            + "larger, those of log above 0")
        return nil
      })
  }

  private static func value(of node: ConfigNode) -> SweepValues? {
    if case .sequence(let items) = node.content {
      let choices = items.map(\.yaml)
      return choices.isEmpty || choices.count > 10_000 || Set(choices).count < choices.count
        ? nil : .choices(choices)
    }
    guard case .mapping(let members) = node.content, members.count == 1, let member = members.first,
      case .sequence(let ends) = member.value.content, ends.count == 2,
      let lower = Double(ends[0].yaml), let upper = Double(ends[1].yaml), lower < upper,
      lower.isFinite, upper.isFinite
    else { return nil }
    switch member.key {
    case "uniform": return .uniform(lower, upper)
    case "log": return lower > 0 ? .logUniform(lower, upper) : nil
    case "integer":
      guard let lower = Int(exactly: lower), let upper = Int(exactly: upper), upper - lower < 1 << 40 else {
        return nil
      }
      return .integers(lower, upper)
    default: return nil
    }
  }
}

extension ConfigNode {
  /// The value as YAML on one line, which reads back the same.
  var yaml: String {
    switch content {
    case .null: "null"
    case .scalar(let text, isQuoted: true): ConfigText.text(text).yaml
    case .scalar(let text, isQuoted: false):
      // Written without quotes it had no meaning but its own; in a list or mapping these would end it.
      text.contains { ",[]{}".contains($0) } ? ConfigText.text(text).yaml : text
    case .sequence(let items): "[" + items.map(\.yaml).joined(separator: ", ") + "]"
    case .mapping(let members):
      "{"
        + members.map { "\(ConfigText.text($0.key).yaml): \($0.value.yaml)" }.joined(separator: ", ") + "}"
    }
  }
}
