/// Which of several equal scores in a row ranks first.
public enum TieOrder: String, Sendable, Hashable, Codable {
  /// The class with the lower index, as `predictions()` and NumPy's `argmax` choose.
  case firstClass
  /// The class with the higher index, as scikit-learn's `top_k_accuracy_score` does.
  case lastClass
}
