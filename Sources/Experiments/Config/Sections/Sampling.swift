/// `train.sampling`: which examples make an epoch. An epoch always has as many as there are training examples.
public enum Sampling: String, Sendable, Hashable, Codable, CaseIterable {
  /// Each of them once.
  case natural
  /// From each class in proportion to the square root of its number (Mahajan et al. 2018).
  case squareRoot = "square_root"
  /// From each class the same number.
  case balanced

  /// What a class's number is raised to for its share of the epoch.
  var exponent: Double {
    switch self {
    case .natural: 1
    case .squareRoot: 0.5
    case .balanced: 0
    }
  }
}
