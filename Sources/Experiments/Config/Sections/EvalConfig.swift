public import Metrics

/// The section `eval`: how a network's answers for the examples of a clip become one.
public struct EvalConfig: Sendable, Hashable, Codable {
  /// The rule by which the examples of a clip or recording become one row of scores.
  public var aggregation = Aggregation.sumOfSquares

  /// The default unless more is said.
  public init(aggregation: Aggregation = .sumOfSquares) { self.aggregation = aggregation }
}

extension EvalConfig: ConfigSection {
  static let fields: [ConfigField<EvalConfig>] = [
    ConfigField("aggregation", \.aggregation, .aggregation)
  ]
}

extension ConfigRule where Value == Aggregation {
  /// The name of an aggregation.
  static let aggregation = ConfigRule(
    scalar: Aggregation.all.map { $0 == .topMean(count: 3) ? "top_<n>_mean" : $0.name }
      .joined(separator: " or "),
    isQuotable: false, parse: { Aggregation(name: $0) }, write: { .literal($0.name) })
}
