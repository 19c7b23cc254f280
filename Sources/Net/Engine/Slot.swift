/// What an engine keeps for each parameter.
public enum Slot: String, Sendable, Hashable, Codable, CaseIterable {
  /// The parameter itself.
  case value
  /// Adam's m; only of trainable parameters in a plan that trains.
  case firstMoment
  /// Adam's v; only of trainable parameters in a plan that trains.
  case secondMoment
}
