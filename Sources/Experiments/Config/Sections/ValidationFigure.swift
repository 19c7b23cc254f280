/// A figure of the validation split that is recorded behind every epoch and can judge it.
public enum ValidationFigure: String, Sendable, Hashable, Codable, CaseIterable {
  /// The mean loss over the examples.
  case loss = "validation.loss"
  /// The share of the clips that are classified right.
  case accuracy = "validation.accuracy"
  /// The share of the examples that are classified right.
  case exampleAccuracy = "validation.example_accuracy"
  /// The mean over the classes of the share of their clips that are classified right.
  case balancedAccuracy = "validation.balanced_accuracy"
  /// The mean over the classes of F1 over clips.
  case macroF1 = "validation.macro_f1"

  /// The figure's name in the registry.
  public var key: MetricKey {
    guard let key = MetricKey(rawValue) else { preconditionFailure("\(rawValue) is no split.name") }
    return key
  }

  /// Whether small or large ones are good.
  public var goal: RetentionPolicy.Goal { self == .loss ? .smallest : .largest }
}
