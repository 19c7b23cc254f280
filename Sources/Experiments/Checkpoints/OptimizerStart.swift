/// Where the optimizer starts from.
public enum OptimizerStart: String, Sendable, Hashable, Codable, CaseIterable {
  /// Without moments, at step 0.
  case fresh
  /// With the checkpoint's moments and step, which it must have for every layer that learns.
  case restore
}
