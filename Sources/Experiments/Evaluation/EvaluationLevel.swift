/// What one row of an evaluated table is.
public enum EvaluationLevel: String, Sendable, Hashable, Codable, CaseIterable {
  /// One example: 0.96 s as the network sees it.
  case example
  /// One clip: the examples of a file together.
  case clip
  /// One recording: the examples of all its clips together.
  case recording

  /// What stands before the name of a figure of this level; nothing for clips, which figures are usually of.
  public var prefix: String { self == .clip ? "" : rawValue + "_" }

  /// The name of this level's confusion matrix.
  public var plural: String { rawValue + "s" }
}
